package io.colonnade.exec.operator.group;

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
/// *Thread safety*: one thread.
abstract class Accumulator implements AutoCloseable {
    /// Groups there is room for, and how many there were before the last {@link #ensure}.
    int groups;
    int groupsBefore;

    private static final int[] ZEROS = new int[Page.ROWS_MAX];

    /// The accumulator of a call. In a FINAL step the argument holds states of the PARTIAL step.
    /// `room` answers whether so many bytes more may be taken for a faster layout.
    static Accumulator of(
            AggregateCall call, @Nullable Type argument, AggregateNode.Step step, MemoryPool pool, LongPredicate room) {
        boolean combines = step == AggregateNode.Step.FINAL;
        AggregateFunction function = call.function();
        boolean counts = function == AggregateFunction.COUNT || function == AggregateFunction.COUNT_ALL;
        if (counts && combines) {
            return new LongSumAccumulator(call.type(), true, pool);
        }
        if (argument == null) {
            return new CountAccumulator(pool);
        }
        if (isSet(call)) {
            AggregateCall inner = new AggregateCall(function, call.argument(), false, call.type());
            return new DistinctAccumulator(
                    counts ? new CountAccumulator(pool) : of(inner, argument, step, pool, room), argument, pool, room);
        }
        return switch (function) {
            case COUNT_ALL, COUNT -> new CountAccumulator(pool);
            case SUM ->
                switch (call.type().layout()) {
                    case INT64 ->
                        call.type() instanceof Type.DecimalType
                                ? throwWrong(call)
                                : new LongSumAccumulator(call.type(), false, pool);
                    case INT128 -> new WideSumAccumulator(call.type(), pool);
                    case FLOAT64 -> new DoubleSumAccumulator(pool);
                    case BIT, INT32, VIEW -> throwWrong(call);
                };
            case MIN, MAX -> {
                boolean least = function == AggregateFunction.MIN;
                yield switch (argument.layout()) {
                    case BIT, INT32, INT64 -> new LongExtremeAccumulator(argument, least, pool);
                    case FLOAT64 -> new DoubleExtremeAccumulator(argument, least, pool);
                    case INT128 -> new WideExtremeAccumulator(argument, least, pool);
                    case VIEW -> new StringExtremeAccumulator(argument, least, pool);
                };
            }
        };
    }

    /// Whether a call keeps the values it has seen.
    static boolean isSet(AggregateCall call) {
        return call.distinct() && call.function() != AggregateFunction.MIN && call.function() != AggregateFunction.MAX;
    }

    private static Accumulator throwWrong(AggregateCall call) {
        throw EngineException.internal("a sum of type " + call.type().sql());
    }

    /// Makes room for this many groups.
    final void ensure(int count) {
        groupsBefore = groups;
        if (count > groups) {
            groups = count;
            grow(count);
        }
    }

    abstract void grow(int count);

    /// Adds to `growth` what {@link #ensure} and then adding `rows` rows takes at most, `longBytes` bytes of whose
    /// strings do not fit into views.
    abstract void growth(int groups, int rows, long longBytes, Growth growth);

    /// Adds the rows that count: `groups[i]` is the group of the `i`-th. `argument` is null for COUNT(*).
    abstract void add(
            int[] groups, @Nullable Column argument, @Nullable Selection selection, int rows, SegmentAllocator scratch);

    /// Adds rows that are all of group 0.
    void addAll(@Nullable Column argument, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        add(ZEROS, argument, selection, rows, scratch);
    }

    /// Adds the states of another accumulator of the same call: its group `from[i]` to group `to[i]` here.
    abstract void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch);

    /// The results of groups `from` to `from + count`.
    abstract Column result(int from, int count, SegmentAllocator scratch);

    /// The types of the columns that {@link #state} makes.
    abstract List<Type> stateTypes();

    /// All there is to know of groups `from` to `from + count`, as columns that can be written away and added
    /// again.
    Column[] state(int from, int count, SegmentAllocator scratch) {
        return new Column[] {result(from, count, scratch)};
    }

    /// Adds rows that {@link #state} made: the `i`-th that counts to group `groups[i]`.
    void addStates(int[] groups, Column[] states, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        add(groups, states[0], selection, rows, scratch);
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
    void noRows() {}

    @Override
    public abstract void close();
}
