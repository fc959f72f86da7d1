package io.colonnade.exec.operator.window;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.WindowCall;
import io.colonnade.core.plan.WindowFunction;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.Assembly;
import io.colonnade.exec.kernel.Gather;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Calls whose result is the value of some row: which row is found out here, the value is copied as it is.
///
/// ```text
/// LAG(x, 1, 0)      places     4  5  6        picked   none (0 instead)   4   5
/// ```
abstract class PickCalculation extends Calculation {
    /// No row: the result is NULL.
    static final int NOTHING = -1;
    /// What was given for the case that there is no row.
    private static final int OTHERWISE = -2;

    final Values values;
    private final Type type;
    /// The place of each result, or what stands for none.
    final int[] picked = new int[Page.ROWS_MAX];

    PickCalculation(Values values, Type type) {
        this.values = values;
        this.type = type;
    }

    @Override
    final Column column(int count, Scratch scratch) {
        int[] rows = new int[count];
        int[] indexes = new int[count];
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (picked[i] >= 0) {
                rows[found] = range().rows().row(picked[i]);
                indexes[found++] = i;
            }
        }
        Column present = Gather.rows(values.column(), new Selection(rows, found), scratch);
        if (found == count) {
            return present;
        }
        Assembly assembly = new Assembly(type, count, scratch);
        assembly.put(present, indexes);
        put(NOTHING, count, new Column.Constant(type, 1, Datum.NULL), assembly);
        putOthers(count, assembly, scratch);
        return assembly.result();
    }

    private void put(int what, int count, Column.Constant value, Assembly assembly) {
        int[] indexes = indexes(what, count);
        if (indexes.length > 0) {
            assembly.put(new Column.Constant(type, indexes.length, value.value()), indexes);
        }
    }

    final int[] indexes(int what, int count) {
        int[] indexes = new int[count];
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (picked[i] == what) {
                indexes[found++] = i;
            }
        }
        return Arrays.copyOf(indexes, found);
    }

    /// What stands in the place of missing rows.
    void putOthers(int count, Assembly assembly, Scratch scratch) {}

    /// LEAD and LAG: the value so many rows, or so many values, on or back.
    static final class Neighbour extends PickCalculation {
        private final boolean forward;
        private final boolean ignoresNulls;
        private final @Nullable Operand distance;
        private final @Nullable Expression otherwise;
        private final @Nullable Values otherwiseValues;
        /// The place that each result is for.
        private final int[] places = new int[Page.ROWS_MAX];

        Neighbour(WindowCall call, Values values, @Nullable Operand distance, @Nullable Values otherwiseValues) {
            super(values, call.type());
            this.forward = call.function() == WindowFunction.LEAD;
            this.ignoresNulls = call.ignoresNulls();
            this.distance = distance;
            this.otherwise = call.arguments().size() > 2 ? call.arguments().get(2) : null;
            this.otherwiseValues = otherwiseValues;
        }

        @Override
        void prepare() {
            if (ignoresNulls) {
                values.needPositions();
            }
        }

        @Override
        void compute(Partition partition, Frames frames, int from, int to, int at) {
            for (int i = 0; i < to - from; i++) {
                places[at + i] = from + i;
                picked[at + i] = pick(partition, from + i);
            }
        }

        private int pick(Partition partition, int place) {
            if (distance != null && distance.isNull(range(), place)) {
                return NOTHING;
            }
            long rows = distance == null ? 1 : distance.number(range(), place);
            // Farther than any row is far enough.
            long way = Math.clamp(rows, -Integer.MAX_VALUE, (long) Integer.MAX_VALUE);
            long target = ignoresNulls ? amongValues(place, forward ? way : -way) : place + (forward ? way : -way);
            return target >= partition.before && target < partition.to
                    ? (int) target
                    : otherwise == null ? NOTHING : OTHERWISE;
        }

        /// The place so many values away, or one outside.
        private long amongValues(int place, long way) {
            if (way == 0) {
                return place;
            }
            long index = way > 0 ? values.presentBefore(place + 1) + way - 1 : values.presentBefore(place) + way;
            return index >= 0 && index < values.presentBefore(range().to()) ? values.position((int) index) : NOTHING;
        }

        @Override
        void putOthers(int count, Assembly assembly, Scratch scratch) {
            int[] indexes = indexes(OTHERWISE, count);
            if (indexes.length == 0) {
                return;
            }
            if (otherwiseValues != null) {
                int[] rows = new int[indexes.length];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = range().rows().row(places[indexes[i]]);
                }
                assembly.put(Gather.rows(otherwiseValues.column(), new Selection(rows, rows.length), scratch), indexes);
            } else if (otherwise instanceof Expression.Literal literal) {
                assembly.put(new Column.Constant(literal.type(), indexes.length, literal.value()), indexes);
            }
        }
    }

    /// FIRST_VALUE, LAST_VALUE and NTH_VALUE: the value at the start, at the end or at a number of the frame.
    static final class OfFrame extends PickCalculation {
        private final WindowFunction function;
        private final boolean ignoresNulls;
        private final @Nullable Operand number;
        /// The place of the first row of a partition that began in a range before.
        private int carried = NOTHING;

        private int kept = NOTHING;

        OfFrame(WindowCall call, Values values, @Nullable Operand number) {
            super(values, call.type());
            this.function = call.function();
            this.ignoresNulls = call.ignoresNulls();
            this.number = number;
        }

        @Override
        void prepare() {
            if (ignoresNulls) {
                values.needPositions();
            }
        }

        @Override
        void compute(Partition partition, Frames frames, int from, int to, int at) {
            boolean continues = function == WindowFunction.FIRST_VALUE && partition.continued && frames.areFromStart();
            for (int i = 0; i < to - from; i++) {
                picked[at + i] = continues ? carried : pick(frames, i, from + i);
            }
        }

        @Override
        void carry(Partition partition) {
            kept = partition.continued ? carried : partition.from;
        }

        @Override
        int keptPlace() {
            return function == WindowFunction.FIRST_VALUE ? kept : NOTHING;
        }

        @Override
        void keptAt(int place) {
            carried = place;
        }

        private int pick(Frames frames, int row, int place) {
            if (function == WindowFunction.LAST_VALUE) {
                return last(frames, row);
            }
            if (number == null) {
                return nth(frames, row, 1);
            }
            if (number.isNull(range(), place)) {
                return NOTHING;
            }
            long n = number.number(range(), place);
            if (n <= 0) {
                throw new EngineException(
                        ErrorCode.INVALID_NTH_VALUE, "NTH_VALUE of number " + n + "; values are counted from 1");
            }
            return nth(frames, row, n);
        }

        private int nth(Frames frames, int row, long n) {
            long left = n;
            for (int p = row * frames.pieces; p < (row + 1) * frames.pieces; p++) {
                int start = frames.starts[p];
                int end = frames.ends[p];
                if (start >= end) {
                    continue;
                }
                int size = ignoresNulls ? values.present(start, end) : end - start;
                if (left <= size) {
                    return ignoresNulls
                            ? values.position((int) (values.presentBefore(start) + left - 1))
                            : (int) (start + left - 1);
                }
                left -= size;
            }
            return NOTHING;
        }

        private int last(Frames frames, int row) {
            for (int p = (row + 1) * frames.pieces - 1; p >= row * frames.pieces; p--) {
                int start = frames.starts[p];
                int end = frames.ends[p];
                if (start < end && (!ignoresNulls || values.present(start, end) > 0)) {
                    return ignoresNulls ? values.position(values.presentBefore(end) - 1) : end - 1;
                }
            }
            return NOTHING;
        }
    }
}
