package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.Bitmaps;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression that is computed row by row from plain columns; NULL where an operand is NULL, unless it is
/// tolerant.
///
/// ```text
/// all operands constant                  one row is computed
/// one operand in runs, others constant   one row a run
/// one dictionary no longer than the page one row an entry, then looked up by code
/// otherwise                              operands are decoded and all rows computed
/// ```
public abstract class StrictEvaluator implements Evaluator {
    private final Type type;
    private final List<Evaluator> operands;
    private final boolean tolerant;

    protected StrictEvaluator(Type type, List<Evaluator> operands) {
        this(type, operands, false);
    }

    /// A tolerant expression has values for operands that are NULL, too.
    protected StrictEvaluator(Type type, List<Evaluator> operands, boolean tolerant) {
        this.type = type;
        this.operands = List.copyOf(operands);
        this.tolerant = tolerant;
    }

    protected final Type type() {
        return type;
    }

    /// The results of `rows` rows; rows that are not in `validity` hold undefined values, must not fail, and
    /// stay NULL: the result has this validity, or less. It is null for a tolerant expression, which asks its
    /// inputs.
    protected abstract Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch);

    @Override
    public final Column evaluate(Page page, SegmentAllocator scratch) {
        Column[] inputs = new Column[operands.size()];
        int rows = page.rows();
        int varying = -1;
        boolean isNull = false;
        int varyingCount = 0;
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = operands.get(i).evaluate(page, scratch);
            if (inputs[i] instanceof Column.Constant constant) {
                isNull |= constant.value().isNull();
            } else {
                varying = i;
                varyingCount++;
            }
        }
        if (isNull && !tolerant) {
            return new Column.Constant(type, rows, Datum.NULL);
        }
        if (varyingCount == 0) {
            return new Column.Constant(type, rows, compute(inputs, 1, scratch).datum(0));
        }
        if (varyingCount == 1) {
            Column column = byValue(inputs, varying, rows, scratch);
            if (column != null) {
                return column;
            }
        }
        return compute(inputs, rows, scratch);
    }

    /// Computes the distinct values of the one column that varies, or answers null if that does not pay or
    /// fails: an entry that fails may belong to no row.
    private @Nullable Column byValue(Column[] inputs, int varying, int rows, SegmentAllocator scratch) {
        try {
            return switch (inputs[varying]) {
                case Column.Runs c -> {
                    Column[] values = inputs.clone();
                    values[varying] = c.values();
                    Column.Plain results = compute(values, c.runCount(), scratch);
                    yield new Column.Runs(type, rows, c.skipped(), c.runCount(), c.ends(), results);
                }
                case Column.Dictionaried c
                when c.dictionary().size() <= rows && (!tolerant || c.validity() == null) -> {
                    Column[] values = inputs.clone();
                    values[varying] = c.dictionary().values();
                    Column.Plain results = compute(values, c.dictionary().size(), scratch);
                    // Not sorted, so no dictionary for others' eyes: decoded at once.
                    Column coded = new Column.Dictionaried(
                            type, rows, c.width(), c.codes(), c.validity(), new Dictionary(0, results));
                    Column.Plain decoded = Flatten.plain(coded, null, scratch);
                    yield results.validity() == null ? decoded : withNulls(decoded, c, results, scratch);
                }
                case Column.Dictionaried c -> null;
                case Column.Plain c -> null;
                case Column.Narrow c -> null;
                case Column.Constant c -> null;
            };
        } catch (EngineException e) {
            return null;
        }
    }

    /// The rows whose entry of the dictionary gave NULL become NULL.
    private static Column.Plain withNulls(
            Column.Plain decoded, Column.Dictionaried codes, Column.Plain results, SegmentAllocator scratch) {
        int rows = decoded.length();
        MemorySegment validity = Bitmaps.filled(rows, true, scratch);
        for (int row = 0; row < rows; row++) {
            boolean present =
                    !codes.isNull(row) && !results.isNull((int) Lanes.unsigned(codes.codes(), codes.width(), row));
            Lanes.setBit(validity, row, present);
        }
        return new Column.Plain(decoded.type(), rows, decoded.values(), validity, decoded.heap());
    }

    private Column.Plain compute(Column[] inputs, int rows, SegmentAllocator scratch) {
        Column.Plain[] plain = new Column.Plain[inputs.length];
        MemorySegment validity = null;
        for (int i = 0; i < inputs.length; i++) {
            Column input = inputs[i].length() == rows ? inputs[i] : inputs[i].slice(0, rows);
            plain[i] = Flatten.plain(input, null, scratch);
            validity = tolerant ? null : Bitmaps.both(validity, plain[i].validity(), rows, scratch);
        }
        return compute(List.of(plain), rows, validity, scratch);
    }
}
