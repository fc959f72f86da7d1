package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.kernel.Bits;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.HashMap;
import java.util.Map;

/// Sums and products of decimals: in 64 bits for pages where these are proved to hold every step ({@link
/// BoundedTerm}), by the general evaluator for others.
public final class BoundedEvaluator implements Evaluator {
    private final Type type;
    private final BoundedTerm term;
    private final Evaluator general;

    /// The terms that expressions of one operator share.
    public static final class Terms {
        private final Map<Expression, BoundedTerm> known = new HashMap<>();
    }

    private BoundedEvaluator(Type type, BoundedTerm term, Evaluator general) {
        this.type = type;
        this.term = term;
        this.general = general;
    }

    /// The evaluator of an expression that `general` can do, faster if it is of this kind.
    public static Evaluator of(Expression.Arithmetic expression, Terms terms, Evaluator general) {
        BoundedTerm term = BoundedTerm.of(expression, terms.known);
        return term == null || !term.reads() ? general : new BoundedEvaluator(expression.type(), term, general);
    }

    @Override
    public Column evaluate(Page page, SegmentAllocator scratch) {
        if (term.compute(page, scratch) < 0) {
            return general.evaluate(page, scratch);
        }
        int rows = page.rows();
        long[] values = term.values();
        MemorySegment target = scratch.allocate(Math.max(8, type.layout().bytes(rows)), 8);
        if (type.layout() == Layout.INT64) {
            MemorySegment.copy(values, 0, target, Lanes.LONG, 0, rows);
        } else {
            widen(values, rows, target);
        }
        boolean[] nulls = term.nulls();
        return new Column.Plain(type, rows, target, nulls == null ? null : validity(nulls, rows, scratch));
    }

    private static void widen(long[] values, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 16L, values[i]);
            target.set(Lanes.LONG, i * 16L + 8, values[i] >> 63);
        }
    }

    private static MemorySegment validity(boolean[] nulls, int rows, SegmentAllocator scratch) {
        MemorySegment bits = scratch.allocate(Bits.bytes(rows));
        for (int i = 0; i < rows; i++) {
            Lanes.setBit(bits, i, !nulls[i]);
        }
        return bits;
    }
}
