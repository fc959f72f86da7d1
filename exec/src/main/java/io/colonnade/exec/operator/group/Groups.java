package io.colonnade.exec.operator.group;

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
public final class Groups implements AutoCloseable {
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
    /// A set that is being read back.
    private @Nullable DistinctAccumulator opened;

    /// `room` answers whether so many bytes more may be taken for a faster layout.
    public Groups(AggregateNode node, MemoryPool parent, LongPredicate room) {
        List<Type> input = node.input().outputTypes();
        this.node = node;
        this.room = room;
        this.keyColumns = node.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        this.storedKeys = IntStream.range(0, keyColumns.length).toArray();
        this.arguments = node.calls().stream().mapToInt(AggregateCall::argument).toArray();
        this.pairGroups = new int[node.calls().stream().anyMatch(Groups::isSet) ? BATCH : 0];
        this.pool = parent.child("groups");
        try {
            this.table =
                    new GroupTable(node.groupKeys().stream().map(input::get).toList(), pool, room);
            node.calls().forEach(call -> accumulators.add(accumulator(call)));
        } catch (Throwable e) {
            pool.close();
            throw e;
        }
    }

    /// Whether a call keeps the values it has seen, so that its state is written as pairs.
    public static boolean isSet(AggregateCall call) {
        return Accumulator.isSet(call);
    }

    private Accumulator accumulator(AggregateCall call) {
        Type argument = call.argument() < 0 ? null : node.input().outputTypes().get(call.argument());
        return Accumulator.of(call, argument, node.step(), pool, room);
    }

    public int size() {
        return table.size();
    }

    /// Memory in use.
    public long bytes() {
        return pool.allocatedBytes();
    }

    /// What adding a page takes at most. `exact` looks at each of its strings; otherwise the answer may be far too
    /// high, but is quick.
    public long growth(Page page, boolean exact) {
        int rows = page.rows();
        // All runs of strings are looked up, whether rows of theirs count or not.
        int values = rows;
        for (Column column : page.columns()) {
            values = column instanceof Column.Runs runs ? Math.max(values, runs.runCount()) : values;
        }
        growth.clear();
        long keyBytes = 0;
        for (int column : keyColumns) {
            keyBytes += longBytes(page, column, exact);
        }
        table.growth(values, keyBytes, growth);
        int after = keyColumns.length == 0 ? 1 : size() + rows;
        for (int i = 0; i < accumulators.size(); i++) {
            long bytes = arguments[i] < 0 ? 0 : longBytes(page, arguments[i], exact);
            accumulators.get(i).growth(after, values, bytes, growth);
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

    public void add(Page page, Scratch scratch) {
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

    public static int[] everyGroup(Groups other) {
        int[] all = new int[other.size()];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /// The groups whose hash falls into a partition.
    public int[] partition(int partition, int partitions) {
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

    /// Adds groups of `other` to those here, and runs `cancelCheck` every few thousand of them.
    public void merge(Groups other, int[] from, Scratch scratch, Runnable cancelCheck) {
        StringTranslation translation = new StringTranslation(other.table.keys().strings());
        int[] to = new int[from.length];
        for (int start = 0; start < from.length; start += BATCH) {
            cancelCheck.run();
            int count = Math.min(BATCH, from.length - start);
            table.assignGroups(other.table, translation, from, start, count, groups);
            System.arraycopy(groups, 0, to, start, count);
        }
        for (int i = 0; i < accumulators.size(); i++) {
            cancelCheck.run();
            scratch.reset();
            Accumulator accumulator = accumulators.get(i);
            accumulator.ensure(table.size());
            accumulator.merge(other.accumulators.get(i), from, to, from.length, scratch);
        }
    }

    /// Without keys there is one group even if no row has come.
    public void ensureOneWithoutKeys(Scratch scratch) {
        if (keyColumns.length == 0 && table.size() == 0) {
            table.assign(new Page(1), keyColumns, groups, scratch);
            for (Accumulator accumulator : accumulators) {
                accumulator.ensure(1);
                accumulator.noRows();
            }
        }
    }

    /// Groups `from` to `from + count` as rows: keys, then results.
    public Page rows(int from, int count, SegmentAllocator scratch) {
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
    public Page states(int from, int count, SegmentAllocator scratch) {
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
    public long growthOfStates(Page page) {
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

    public void addStates(Page page, Scratch scratch) {
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

    /// The types of {@link #states}.
    public List<Type> stateTypes() {
        List<Type> types = keyTypes();
        accumulators.forEach(accumulator -> types.addAll(accumulator.stateTypes()));
        return types;
    }

    /// The types of {@link #pairs} of a call.
    public List<Type> pairTypes(int call) {
        List<Type> types = keyTypes();
        types.add(node.input().outputTypes().get(arguments[call]));
        return types;
    }

    private List<Type> keyTypes() {
        List<Type> types = new ArrayList<>();
        node.groupKeys().forEach(key -> types.add(node.input().outputTypes().get(key)));
        return types;
    }

    private DistinctAccumulator set(int call) {
        return (DistinctAccumulator) accumulators.get(call);
    }

    /// How many pairs the set of a DISTINCT call has.
    public int pairCount(int call) {
        return set(call).pairs();
    }

    /// Pairs `from` to `from + count` of a set as rows: keys, then the value.
    public Page pairs(int call, int from, int count, SegmentAllocator scratch) {
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

    /// Begins an empty set for a call, with the groups there are, which {@link #addPairs} fills.
    public void openSet(int call) {
        dropSet();
        DistinctAccumulator fresh =
                (DistinctAccumulator) accumulator(node.calls().get(call));
        opened = fresh;
        fresh.ensure(size());
    }

    private DistinctAccumulator opened() {
        DistinctAccumulator set = opened;
        if (set == null) {
            throw new IllegalStateException("no set is open");
        }
        return set;
    }

    /// How many pairs the open set has.
    public int openedPairs() {
        return opened().pairs();
    }

    /// What a set for the groups there are takes at most while it is empty.
    public long growthOfSet() {
        return size() * 24L;
    }

    /// What adding a page of pairs takes at most.
    public long growthOfPairs(Page page) {
        growth.clear();
        opened().growth(size(), page.rows(), longBytes(page, keyColumns.length, true), growth);
        return growth.bytes();
    }

    /// Adds pairs, all of whose groups are here, to the set that is open.
    public void addPairs(Page page, Scratch scratch) {
        table.assign(page, storedKeys, groups, scratch);
        opened().add(groups, page.column(keyColumns.length), page.selection(), page.rows(), scratch);
    }

    /// Adds the results of the open set, none of whose values the call has seen so far, to those of its call.
    public void closeSet(int call, SegmentAllocator scratch) {
        set(call).addDisjoint(opened(), scratch);
        dropSet();
    }

    /// Forgets the set that is open.
    public void dropSet() {
        DistinctAccumulator set = opened;
        opened = null;
        if (set != null) {
            set.close();
        }
    }

    @Override
    public void close() {
        dropSet();
        table.close();
        accumulators.forEach(Accumulator::close);
        pool.close();
    }
}
