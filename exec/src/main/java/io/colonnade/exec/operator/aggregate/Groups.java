package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.StringTable;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Groups with the state of all aggregates: what one driver has seen, or one partition of the result.
///
/// ```text
/// rows       -> add                                rows       keys, results        the answer
/// states     -> addStates      Groups     ->       states     keys, states         what is written to disk
/// pairs      -> addPairs                           pairs      keys, value          the same of each DISTINCT call
/// ```
///
/// *Thread safety*: one thread.
final class Groups implements AutoCloseable {
    private static final int BATCH = Page.ROWS_MAX;

    private final AggregateNode node;
    private final MemoryPool pool;
    private final LongPredicate room;
    private final int[] keyColumns;
    /// Where the keys are in rows of states and pairs.
    private final int[] storedKeys;
    private final GroupTable table;
    private final List<Accumulator> accumulators = new ArrayList<>();
    private final int[] arguments;
    private final int[] groups = new int[BATCH];
    private final int[] pairGroups;
    private final Growth growth = new Growth();

    /// `room` answers whether so many bytes more may be taken for a faster layout.
    Groups(AggregateNode node, MemoryPool parent, LongPredicate room) {
        List<Type> input = node.input().outputTypes();
        this.keyColumns = node.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        this.node = node;
        this.room = room;
        this.pool = parent.child("groups");
        this.storedKeys = IntStream.range(0, keyColumns.length).toArray();
        this.table = new GroupTable(node.groupKeys().stream().map(input::get).toList(), pool, room);
        this.arguments = node.calls().stream().mapToInt(AggregateCall::argument).toArray();
        boolean sets = false;
        for (AggregateCall call : node.calls()) {
            accumulators.add(accumulator(call));
            sets |= Accumulator.isSet(call);
        }
        this.pairGroups = new int[sets ? BATCH : 0];
    }

    private Accumulator accumulator(AggregateCall call) {
        Type argument = call.argument() < 0 ? null : node.input().outputTypes().get(call.argument());
        return Accumulator.of(call, argument, node.step(), pool, room);
    }

    int size() {
        return table.size();
    }

    /// Memory in use.
    long bytes() {
        return pool.allocatedBytes();
    }

    /// What adding a page takes at most. `exact` looks at each of its strings; otherwise the answer may be far too
    /// high, but is quick.
    long growth(Page page, boolean exact) {
        int rows = page.rows();
        growth.clear();
        long keyBytes = 0;
        for (int column : keyColumns) {
            keyBytes += longBytes(page, column, exact);
        }
        table.growth(rows, keyBytes, growth);
        int after = keyColumns.length == 0 ? 1 : size() + rows;
        for (int i = 0; i < accumulators.size(); i++) {
            long bytes = arguments[i] < 0 ? 0 : longBytes(page, arguments[i], exact);
            accumulators.get(i).growth(after, rows, bytes, growth);
        }
        return growth.bytes();
    }

    private static long longBytes(Page page, int index, boolean exact) {
        Column column = page.column(index);
        if (column.layout() != Layout.VIEW) {
            return 0;
        }
        return exact ? StringTable.longBytes(column, page.selection()) : StringTable.longBytesBound(column);
    }

    void add(Page page, Scratch scratch) {
        int rows = page.rows();
        table.assign(page, keyColumns, groups, scratch);
        for (int i = 0; i < accumulators.size(); i++) {
            Accumulator accumulator = accumulators.get(i);
            @Nullable Column argument = arguments[i] < 0 ? null : page.column(arguments[i]);
            accumulator.ensure(table.size());
            if (keyColumns.length == 0) {
                accumulator.addAll(argument, page.selection(), rows, scratch);
            } else {
                accumulator.add(groups, argument, page.selection(), rows, scratch);
            }
        }
    }

    static int[] everyGroup(Groups other) {
        int[] all = new int[other.size()];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /// The groups whose hash falls into a partition.
    int[] partition(int partition, int partitions) {
        int[] found = new int[size() / partitions + 16];
        int count = 0;
        for (int group = 0; group < size(); group++) {
            if (Math.unsignedMultiplyHigh(table.keys().hash(group), partitions) == partition) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = group;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /// Adds groups of `other` to those here.
    void merge(Groups other, int[] from, Scratch scratch) {
        GroupTable.Translation translation = new GroupTable.Translation(other.table);
        int[] to = new int[from.length];
        for (int start = 0; start < from.length; start += BATCH) {
            int count = Math.min(BATCH, from.length - start);
            table.assignGroups(other.table, translation, from, start, count, groups);
            System.arraycopy(groups, 0, to, start, count);
        }
        for (int i = 0; i < accumulators.size(); i++) {
            scratch.reset();
            Accumulator accumulator = accumulators.get(i);
            accumulator.ensure(table.size());
            accumulator.merge(other.accumulators.get(i), from, to, from.length, scratch);
        }
    }

    /// Without keys there is one group even if no row has come.
    void ensureOneWithoutKeys(Scratch scratch) {
        if (keyColumns.length == 0 && table.size() == 0) {
            table.assign(new Page(1), keyColumns, groups, scratch);
            for (Accumulator accumulator : accumulators) {
                accumulator.ensure(1);
                accumulator.noRows();
            }
        }
    }

    /// Groups `from` to `from + count` as rows: keys, then results.
    Page rows(int from, int count, SegmentAllocator scratch) {
        Column[] columns = new Column[keyColumns.length + accumulators.size()];
        for (int k = 0; k < keyColumns.length; k++) {
            columns[k] = table.keys().column(k, from, count, scratch);
        }
        for (int i = 0; i < accumulators.size(); i++) {
            columns[keyColumns.length + i] = accumulators.get(i).result(from, count, scratch);
        }
        return new Page(count, columns);
    }

    // --- to disk and back ---

    /// Groups `from` to `from + count` as rows: keys, then the states of all aggregates that are not sets.
    Page states(int from, int count, SegmentAllocator scratch) {
        List<Column> columns = new ArrayList<>();
        for (int k = 0; k < keyColumns.length; k++) {
            columns.add(table.keys().column(k, from, count, scratch));
        }
        for (Accumulator accumulator : accumulators) {
            columns.addAll(List.of(accumulator.state(from, count, scratch)));
        }
        return new Page(count, columns.toArray(Column[]::new));
    }

    /// What adding a page of states takes at most.
    long growthOfStates(Page page) {
        int rows = page.rows();
        growth.clear();
        long keyBytes = 0;
        for (int column : storedKeys) {
            keyBytes += longBytes(page, column, true);
        }
        table.growth(rows, keyBytes, growth);
        int column = keyColumns.length;
        for (Accumulator accumulator : accumulators) {
            int width = accumulator.stateTypes().size();
            accumulator.growth(size() + rows, rows, width == 0 ? 0 : longBytes(page, column, true), growth);
            column += width;
        }
        return growth.bytes();
    }

    void addStates(Page page, Scratch scratch) {
        int rows = page.rows();
        table.assign(page, storedKeys, groups, scratch);
        int column = keyColumns.length;
        for (Accumulator accumulator : accumulators) {
            int width = accumulator.stateTypes().size();
            Column[] states = Arrays.copyOfRange(page.columns(), column, column + width);
            accumulator.ensure(table.size());
            accumulator.addStates(groups, states, page.selection(), rows, scratch);
            column += width;
        }
    }

    /// The set behind a DISTINCT call.
    DistinctAccumulator set(int call) {
        return (DistinctAccumulator) accumulators.get(call);
    }

    /// A set for a call with the groups there are, and nothing in it.
    DistinctAccumulator emptySet(int call) {
        Accumulator set = accumulator(node.calls().get(call));
        set.ensure(size());
        return (DistinctAccumulator) set;
    }

    /// Pairs `from` to `from + count` of a set as rows: keys, then the value.
    Page pairs(int call, int from, int count, SegmentAllocator scratch) {
        DistinctAccumulator set = set(call);
        for (int i = 0; i < count; i++) {
            pairGroups[i] = set.pairGroup(from + i);
        }
        Column[] columns = new Column[keyColumns.length + 1];
        for (int k = 0; k < keyColumns.length; k++) {
            columns[k] = table.keys().column(k, pairGroups, count, scratch);
        }
        columns[keyColumns.length] = set.pairValues(from, count, scratch);
        return new Page(count, columns);
    }

    /// What adding a page of pairs to a set takes at most, when all their groups are here.
    long growthOfPairs(DistinctAccumulator set, Page page) {
        growth.clear();
        set.growth(size(), page.rows(), longBytes(page, keyColumns.length, true), growth);
        return growth.bytes();
    }

    /// Adds pairs, all of whose groups are here, to a set.
    void addPairs(DistinctAccumulator set, Page page, Scratch scratch) {
        table.assign(page, storedKeys, groups, scratch);
        set.add(groups, page.column(keyColumns.length), page.selection(), page.rows(), scratch);
    }

    @Override
    public void close() {
        table.close();
        accumulators.forEach(Accumulator::close);
        pool.close();
    }
}
