package io.colonnade.exec.operator.group;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.KeyWords;
import io.colonnade.exec.operator.state.StringTable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// COUNT(DISTINCT) and SUM(DISTINCT): a set of pairs of group and value; a pair that is new is added to the aggregate
/// behind.
final class DistinctAccumulator extends Accumulator {
    private static final int BATCH = Page.ROWS_MAX;

    private final Accumulator inner;
    private final Type argument;
    private final KeyWords reader;
    private final GroupTable pairs;
    private final long[] groupWords = new long[BATCH];
    private final long[] values = new long[BATCH];
    private final boolean[] nulls = new boolean[BATCH];
    private final int[] numbers = new int[BATCH];
    private final int[] freshGroups = new int[BATCH];

    DistinctAccumulator(Accumulator inner, Type argument, MemoryPool pool, LongPredicate room) {
        if (!(inner instanceof CountAccumulator) && KeyWords.isCoded(argument)) {
            throw EngineException.notSupported("SUM(DISTINCT) of " + argument.sql());
        }
        // Rows with NULLs never reach the aggregate behind, so it cannot take a group that exists for one with a value.
        inner.noRows();
        this.inner = inner;
        this.argument = argument;
        this.pairs = new GroupTable(List.of(Type.BIGINT, argument), pool, room);
        this.reader = KeyWords.adding(argument, pairs.keys().strings());
    }

    @Override
    void grow(int count) {
        inner.ensure(count);
    }

    @Override
    void growth(int groups, int rows, long longBytes, Growth growth) {
        inner.growth(groups, rows, 0, growth);
        pairs.growth(rows, longBytes, growth);
    }

    /// None: its state is a set, whose pairs are rows of their own.
    @Override
    List<Type> stateTypes() {
        return List.of();
    }

    @Override
    Column[] state(int from, int count, SegmentAllocator scratch) {
        return new Column[0];
    }

    @Override
    void addStates(int[] groups, Column[] states, @Nullable Selection selection, int rows, SegmentAllocator scratch) {}

    Type argument() {
        return argument;
    }

    /// How many pairs there are.
    int pairs() {
        return pairs.size();
    }

    /// The group of a pair.
    int pairGroup(int pair) {
        return (int) pairs.keys().word(pair, 0);
    }

    /// The values of pairs `from` to `from + count`.
    Column pairValues(int from, int count, SegmentAllocator scratch) {
        return pairs.keys().column(1, from, count, scratch);
    }

    /// Adds the results of another one with the same groups, none of whose values is here.
    void addDisjoint(DistinctAccumulator other, SegmentAllocator scratch) {
        int[] all = new int[other.groups];
        Arrays.setAll(all, i -> i);
        inner.merge(other.inner, all, all, all.length, scratch);
    }

    @Override
    void add(int[] groups, @Nullable Column column, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Column source = WideSumAccumulator.present(column);
        reader.read(source, selection, values, scratch);
        boolean hasNulls = Decode.nulls(source, selection, nulls);
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (!hasNulls || !nulls[i]) {
                groupWords[count] = groups[i];
                values[count++] = values[i];
            }
        }
        addPairs(count, scratch);
    }

    /// Adds the first `count` pairs of `groupWords` and `values` that are new.
    private void addPairs(int count, SegmentAllocator scratch) {
        int next = pairs.size();
        pairs.assignPairs(groupWords, values, count, numbers);
        int fresh = 0;
        for (int i = 0; i < count; i++) {
            // New pairs are numbered in the order in which they come.
            if (numbers[i] == next) {
                next++;
                freshGroups[fresh] = (int) groupWords[i];
                values[fresh++] = values[i];
            }
        }
        if (fresh == 0) {
            return;
        }
        if (inner instanceof CountAccumulator) {
            inner.add(freshGroups, null, null, fresh, scratch);
            return;
        }
        int width = argument.layout().bytes();
        MemorySegment memory = scratch.allocate(Math.max(8, (long) fresh * width));
        for (int i = 0; i < fresh; i++) {
            if (width == 4) {
                memory.set(Lanes.INT, i * 4L, (int) values[i]);
            } else {
                memory.set(Lanes.LONG, i * 8L, values[i]);
            }
        }
        inner.add(freshGroups, new Column.Plain(argument, fresh, memory, null), null, fresh, scratch);
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        DistinctAccumulator source = (DistinctAccumulator) other;
        int[] targets = new int[source.groups];
        Arrays.fill(targets, -1);
        for (int i = 0; i < count; i++) {
            targets[from[i]] = to[i];
        }
        Column.Plain texts = source.pairs.keys().strings().column();
        StringTable strings = pairs.keys().strings();
        boolean coded = KeyWords.isCoded(argument);
        int filled = 0;
        for (int pair = 0; pair < source.pairs.size(); pair++) {
            int target = targets[source.pairGroup(pair)];
            if (target >= 0) {
                long value = source.pairs.keys().word(pair, 1);
                groupWords[filled] = target;
                values[filled++] = coded ? strings.intern(texts.values(), texts.heap(), value) : value;
            }
            if (filled == BATCH) {
                addPairs(filled, scratch);
                filled = 0;
            }
        }
        addPairs(filled, scratch);
    }

    @Override
    Column result(int from, int count, SegmentAllocator scratch) {
        return inner.result(from, count, scratch);
    }

    @Override
    void noRows() {
        inner.noRows();
    }

    @Override
    public void close() {
        inner.close();
        pairs.close();
    }
}
