package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.kernel.Bits;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Growth;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// The state of one aggregate for every group, in arrays indexed by the group's number.
///
/// ```text
/// ensure(groups)   add(groups, arguments ...)   rows        result   what the query sees
///                  addStates(groups, ...)       states      state    what is sent on or written away
///                  merge(other ...)             another one
/// ```
///
/// A group that exists has had a row, unless {@link #noRows} says otherwise.
/// *Memory*: of the pool; {@link #growth} tells what a page takes at most. *Thread safety*: one thread.
public abstract class Accumulator implements AutoCloseable {
    /// Groups there is room for, and how many there were before the last {@link #ensure}.
    int groups;
    int groupsBefore;

    /// The groups of rows that are all of group 0.
    static final int[] ZEROS = new int[Page.ROWS_MAX];

    /// The accumulator of a call, `input` being the types of the columns that its positions speak of. In a
    /// FINAL step the arguments are states of the PARTIAL step, which are added by {@link #addStates}. `room`
    /// answers whether so many bytes more may be taken for a faster layout.
    public static Accumulator of(
            AggregateCall call, List<Type> input, AggregateNode.Step step, MemoryPool pool, LongPredicate room) {
        List<Type> arguments = call.arguments().stream().map(input::get).toList();
        if (call.isSet()) {
            AggregateCall once = new AggregateCall(
                    call.function(), call.arguments(), false, call.order(), call.parameter(), call.type());
            boolean counts = call.function() == AggregateFunction.COUNT;
            return new DistinctAccumulator(
                    counts ? new CountAccumulator(0, pool) : of(once, input, step, pool, room), arguments, pool, room);
        }
        return switch (call.function()) {
            case COUNT_ALL, COUNT ->
                new CountAccumulator(step == AggregateNode.Step.FINAL ? 0 : arguments.size(), pool);
            case SUM ->
                switch (call.type().layout()) {
                    case INT64 ->
                        call.type() instanceof Type.DecimalType
                                ? throwWrong(call)
                                : new SumAccumulator(call.type(), pool);
                    case INT128 -> new SumAccumulator(call.type(), pool);
                    case FLOAT64 -> new DoubleSumAccumulator(pool);
                    case BIT, INT32, VIEW -> throwWrong(call);
                };
            case MIN, MAX, ANY_VALUE -> {
                Type argument = arguments.getFirst();
                boolean least = call.function() != AggregateFunction.MAX;
                yield switch (argument.layout()) {
                    case BIT, INT32, INT64 -> new LongExtremeAccumulator(argument, least, pool);
                    case FLOAT64 -> new DoubleExtremeAccumulator(argument, least, pool);
                    case INT128 -> new WideExtremeAccumulator(argument, least, pool);
                    case VIEW ->
                        call.function() == AggregateFunction.ANY_VALUE
                                ? new AnyStringAccumulator(argument, pool)
                                : new StringExtremeAccumulator(argument, least, pool);
                };
            }
            case BIT_AND, BIT_OR, BIT_XOR -> new BitsAccumulator(call.function(), call.type(), pool);
            case VAR_POP,
                    VAR_SAMP,
                    STDDEV_POP,
                    STDDEV_SAMP,
                    COVAR_POP,
                    COVAR_SAMP,
                    CORR,
                    REGR_AVGX,
                    REGR_AVGY,
                    REGR_COUNT,
                    REGR_INTERCEPT,
                    REGR_R2,
                    REGR_SLOPE,
                    REGR_SXX,
                    REGR_SXY,
                    REGR_SYY -> new MomentsAccumulator(call.function(), pool);
            case MIN_BY, MAX_BY -> new BestAccumulator(arguments, call.function() == AggregateFunction.MIN_BY, pool);
            case APPROX_COUNT_DISTINCT -> new SketchAccumulator(pool);
            case STRING_AGG, PERCENTILE_CONT, PERCENTILE_DISC, MODE -> new ValuesAccumulator(call, input, pool);
        };
    }

    private static Accumulator throwWrong(AggregateCall call) {
        throw EngineException.internal("a sum of type " + call.type().sql());
    }

    /// Makes room for this many groups.
    public final void ensure(int count) {
        groupsBefore = groups;
        if (count > groups) {
            groups = count;
            grow(count);
        }
    }

    abstract void grow(int count);

    /// Adds to `growth` what {@link #ensure} and then adding `rows` rows takes at most, `longBytes` bytes of whose
    /// strings do not fit into views.
    public abstract void growth(int groups, int rows, long longBytes, Growth growth);

    /// Adds the rows that count: `groups[i]` is the group of the `i`-th. `arguments` are the
    /// columns of {@link AggregateCall#columns}.
    public abstract void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch);

    /// Adds rows that are all of group 0.
    public void addAll(Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        add(ZEROS, arguments, selection, rows, scratch);
    }

    /// Adds the states of another accumulator of the same call: its group `from[i]` to group `to[i]` here.
    public abstract void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch);

    /// The results of groups `from` to `from + count`.
    public abstract Column result(int from, int count, SegmentAllocator scratch);

    /// The types of the columns that {@link #state} makes.
    public abstract List<Type> stateTypes();

    /// All there is to know of groups `from` to `from + count`, as columns that can be written away and added
    /// again.
    public Column[] state(int from, int count, SegmentAllocator scratch) {
        return new Column[] {result(from, count, scratch)};
    }

    /// Adds rows that {@link #state} made: the `i`-th that counts to group `groups[i]`.
    public void addStates(
            int[] groups, Column[] states, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        add(groups, states, selection, rows, scratch);
    }

    /// A bitmap of the groups whose byte in `present` is set, null if all are.
    static @Nullable MemorySegment validity(MemorySegment present, int from, int count, SegmentAllocator scratch) {
        MemorySegment bits = scratch.allocate(Bits.bytes(count));
        boolean all = true;
        for (int i = 0; i < count; i++) {
            boolean there = present.get(Lanes.BYTE, from + (long) i) != 0;
            Lanes.setBit(bits, i, there);
            all &= there;
        }
        return all ? null : bits;
    }

    /// Tells an aggregate without keys that its one group has no rows.
    public void noRows() {}

    @Override
    public abstract void close();
}
