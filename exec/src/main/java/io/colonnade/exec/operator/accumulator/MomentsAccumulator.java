package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Bits;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Variances, covariances and regressions of DOUBLEs, from sums of powers with twice the digits of a double.
///
/// ```text
/// group g:  [rows] [sum x] [sum xx]                             [least x] [greatest x]
///           [rows] [sum y] [sum x] [sum yy] [sum xx] [sum xy]   [least y] [greatest y] [least x] [greatest x]
/// ```
///
/// Each sum is a {@link DoubleDouble}. The difference of sum xx and its mean loses half of these digits at
/// worst, so the result is as good as a double can be, and the order in which rows and states come does not
/// show in it. Least and greatest tell when all values are the same, where nothing but 0 will do.
final class MomentsAccumulator extends Accumulator {
    private final AggregateFunction function;
    private final int variables;
    private final int sums;
    private final int width;
    private final NativeArray state;
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];
    private final boolean[] more = new boolean[Page.ROWS_MAX];

    MomentsAccumulator(AggregateFunction function, MemoryPool pool) {
        this.function = function;
        this.variables = function.variables();
        this.sums = variables == 1 ? 2 : 5;
        this.width = 1 + 2 * sums + 2 * variables;
        this.state = new NativeArray(pool);
    }

    @Override
    void grow(int count) {
        state.ensure(count * 8L * width, (byte) 0);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        growth.array(state, groups * 8L * width);
    }

    @Override
    public List<Type> stateTypes() {
        return Collections.nCopies(width, Type.DOUBLE);
    }

    private double get(long group, int index) {
        return state.segment().get(Lanes.DOUBLE, (group * width + index) * 8);
    }

    private void set(long group, int index, double value) {
        state.segment().set(Lanes.DOUBLE, (group * width + index) * 8, value);
    }

    private DoubleDouble sum(long group, int sum) {
        return new DoubleDouble(get(group, 1 + 2 * sum), get(group, 2 + 2 * sum));
    }

    private void addTo(long group, int sum, DoubleDouble value) {
        DoubleDouble old = sum(group, sum);
        DoubleDouble result = old.plus(value);
        if (Double.isInfinite(result.high()) && Double.isFinite(old.high()) && Double.isFinite(value.high())) {
            throw outOfRange();
        }
        set(group, 1 + 2 * sum, result.high());
        set(group, 2 + 2 * sum, result.low());
    }

    private EngineException outOfRange() {
        return new EngineException(
                ErrorCode.OUT_OF_RANGE, "the squares of " + function + " are out of the range of " + Type.DOUBLE.sql());
    }

    /// The product of two values; what is not finite has none.
    private DoubleDouble product(double a, double b) {
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return new DoubleDouble(Double.NaN, 0);
        }
        DoubleDouble product = DoubleDouble.product(a, b);
        if (!Double.isFinite(product.high())) {
            throw outOfRange();
        }
        return product;
    }

    private void widen(long group, int variable, double least, double greatest, boolean first) {
        int at = 1 + 2 * sums + 2 * variable;
        set(group, at, first ? least : Math.min(get(group, at), least));
        set(group, at + 1, first ? greatest : Math.max(get(group, at + 1), greatest));
    }

    private void add(int group, double x) {
        widen(group, 0, x, x, get(group, 0) == 0);
        addTo(group, 0, new DoubleDouble(x, 0));
        addTo(group, 1, product(x, x));
        set(group, 0, get(group, 0) + 1);
    }

    private void add(int group, double y, double x) {
        boolean first = get(group, 0) == 0;
        widen(group, 0, y, y, first);
        widen(group, 1, x, x, first);
        addTo(group, 0, new DoubleDouble(y, 0));
        addTo(group, 1, new DoubleDouble(x, 0));
        addTo(group, 2, product(y, y));
        addTo(group, 3, product(x, x));
        addTo(group, 4, product(y, x));
        set(group, 0, get(group, 0) + 1);
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        boolean hasNulls = Decode.nulls(arguments[0], selection, nulls);
        MemorySegment first = Flatten.plain(arguments[0], selection, scratch).values();
        if (variables == 1) {
            for (int i = 0; i < rows; i++) {
                if (!hasNulls || !nulls[i]) {
                    add(groups[i], first.get(Lanes.DOUBLE, i * 8L));
                }
            }
            return;
        }
        boolean moreNulls = Decode.nulls(arguments[1], selection, more);
        MemorySegment second = Flatten.plain(arguments[1], selection, scratch).values();
        for (int i = 0; i < rows; i++) {
            if (!(hasNulls && nulls[i]) && !(moreNulls && more[i])) {
                add(groups[i], first.get(Lanes.DOUBLE, i * 8L), second.get(Lanes.DOUBLE, i * 8L));
            }
        }
    }

    @Override
    public Column[] state(int from, int count, SegmentAllocator scratch) {
        Column[] columns = new Column[width];
        for (int k = 0; k < width; k++) {
            MemorySegment values = scratch.allocate(Math.max(8, count * 8L));
            for (int i = 0; i < count; i++) {
                values.set(Lanes.DOUBLE, i * 8L, get(from + (long) i, k));
            }
            columns[k] = new Column.Plain(Type.DOUBLE, count, values, null);
        }
        return columns;
    }

    @Override
    public void addStates(
            int[] groups, Column[] states, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        boolean hasNulls = Decode.nulls(states[0], selection, nulls);
        MemorySegment[] values = new MemorySegment[width];
        for (int k = 0; k < width; k++) {
            values[k] = Flatten.plain(states[k], selection, scratch).values();
        }
        double[] other = new double[width];
        for (int i = 0; i < rows; i++) {
            if (!hasNulls || !nulls[i]) {
                for (int k = 0; k < width; k++) {
                    other[k] = values[k].get(Lanes.DOUBLE, i * 8L);
                }
                addState(groups[i], other);
            }
        }
    }

    private void addState(int group, double[] other) {
        if (other[0] == 0) {
            return;
        }
        boolean first = get(group, 0) == 0;
        for (int variable = 0; variable < variables; variable++) {
            int at = 1 + 2 * sums + 2 * variable;
            widen(group, variable, other[at], other[at + 1], first);
        }
        for (int sum = 0; sum < sums; sum++) {
            addTo(group, sum, new DoubleDouble(other[1 + 2 * sum], other[2 + 2 * sum]));
        }
        set(group, 0, get(group, 0) + other[0]);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        MomentsAccumulator source = (MomentsAccumulator) other;
        double[] values = new double[width];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < width; k++) {
                values[k] = source.get(from[i], k);
            }
            addState(to[i], values);
        }
    }

    private boolean isConstant(long group, int variable) {
        int at = 1 + 2 * sums + 2 * variable;
        return get(group, at) == get(group, at + 1);
    }

    /// The sum of products of what two variables differ from their means by.
    private double central(long group, int products, int a, int b) {
        DoubleDouble sum = sum(group, products);
        if (Double.isNaN(sum.high())) {
            return Double.NaN;
        }
        if (isConstant(group, a) || isConstant(group, b)) {
            return 0;
        }
        double value = sum.minus(sum(group, a).times(sum(group, b)).dividedBy(get(group, 0)))
                .value();
        return a == b ? Math.max(0, value) : value;
    }

    private Moments moments(long group) {
        double count = get(group, 0);
        if (count == 0) {
            return new Moments(0, 0, 0, 0, 0, 0);
        }
        if (variables == 1) {
            return new Moments(count, 0, sum(group, 0).value(), 0, central(group, 1, 0, 0), 0);
        }
        return new Moments(
                count,
                sum(group, 0).value(),
                sum(group, 1).value(),
                central(group, 2, 0, 0),
                central(group, 3, 1, 1),
                central(group, 4, 0, 1));
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        MemorySegment values = scratch.allocate(Math.max(8, count * 8L));
        MemorySegment validity = scratch.allocate(Bits.bytes(count));
        boolean all = true;
        for (int i = 0; i < count; i++) {
            Double value = moments(from + (long) i).of(function);
            Lanes.setBit(validity, i, value != null);
            all &= value != null;
            if (function.counts()) {
                values.set(Lanes.LONG, i * 8L, value == null ? 0 : value.longValue());
            } else {
                values.set(Lanes.DOUBLE, i * 8L, value == null ? 0 : value);
            }
        }
        return new Column.Plain(function.counts() ? Type.BIGINT : Type.DOUBLE, count, values, all ? null : validity);
    }

    @Override
    public void close() {
        state.close();
    }
}
