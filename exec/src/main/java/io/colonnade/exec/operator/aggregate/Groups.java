package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.accumulator.Accumulator;
import io.colonnade.exec.operator.accumulator.DistinctAccumulator;
import io.colonnade.exec.operator.accumulator.KeepingAccumulator;
import io.colonnade.exec.operator.accumulator.ValuesAccumulator;
import io.colonnade.exec.operator.group.GroupTable;
import io.colonnade.exec.operator.group.KeyRange;
import io.colonnade.exec.operator.group.StringTranslation;
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
/// kept       -> addPairs                           pairs      keys, values         the same of each keeping call
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
    /// The columns that each call reads: of rows, or of the states of a PARTIAL step.
    private final int[][] arguments;
    private final boolean combines;
    private final int[] groups = new int[BATCH];
    private final int[] pairGroups;
    private final Growth growth = new Growth();
    /// A set that is being read back.
    private @Nullable KeepingAccumulator opened;

    /// `room` answers whether so many bytes more may be taken for a faster layout.
    public Groups(AggregateNode node, MemoryPool parent, LongPredicate room) {
        List<Type> input = node.input().outputTypes();
        this.node = node;
        this.room = room;
        this.keyColumns = node.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        this.storedKeys = IntStream.range(0, keyColumns.length).toArray();
        this.combines = node.step() == AggregateNode.Step.FINAL;
        this.arguments = node.calls().stream()
                .map(call -> call.columns().stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        this.pairGroups = new int[node.calls().stream().anyMatch(Groups::keeps) ? BATCH : 0];
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

    /// Whether a call keeps values of rows, so that these are written instead of a state.
    public static boolean keeps(AggregateCall call) {
        return !call.hasState();
    }

    private Accumulator accumulator(AggregateCall call) {
        return Accumulator.of(call, node.input().outputTypes(), node.step(), pool, room);
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
            long bytes = 0;
            for (int column : arguments[i]) {
                bytes += longBytes(page, column, exact);
            }
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
            Column[] columns = new Column[arguments[i].length];
            for (int k = 0; k < columns.length; k++) {
                columns[k] = page.column(arguments[i][k]);
            }
            accumulator.ensure(table.size());
            if (combines) {
                accumulator.addStates(groups, columns, page.selection(), rows, scratch);
            } else if (keyColumns.length == 0) {
                accumulator.addAll(columns, page.selection(), rows, scratch);
            } else {
                accumulator.add(groups, columns, page.selection(), rows, scratch);
            }
        }
    }

    public static int[] everyGroup(Groups other) {
        int[] all = new int[other.size()];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /// The range of the only key, if it is one whose values lie close together.
    public @Nullable KeyRange keyRange() {
        return table.range();
    }

    /// Says that about so many groups will come, for which there is room.
    public void expect(int count) {
        table.expect(count);
    }

    /// The groups of each of `parts` parts, which are the same among all drivers: of `range`, or else of a hash.
    public int[][] split(int parts, @Nullable KeyRange range) {
        int[] partOf = table.parts(parts, range);
        int[] counts = new int[parts];
        for (int part : partOf) {
            counts[part]++;
        }
        int[][] split = new int[parts][];
        Arrays.setAll(split, part -> new int[counts[part]]);
        Arrays.fill(counts, 0);
        for (int group = 0; group < partOf.length; group++) {
            int part = partOf[group];
            split[part][counts[part]++] = group;
        }
        return split;
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

    /// Groups `from` to `from + count` as rows: keys, then results, or states in a PARTIAL step.
    public Page rows(int from, int count, SegmentAllocator scratch) {
        if (node.step() == AggregateNode.Step.PARTIAL) {
            return states(from, count, scratch);
        }
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

    /// Groups `from` to `from + count` as rows: keys, then the states of all aggregates that have any.
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
            long bytes = 0;
            for (int k = 0; k < width; k++) {
                bytes += longBytes(page, column + k, true);
            }
            accumulator.growth(size() + rows, rows, bytes, growth);
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
        types.addAll(kept(call).keptTypes());
        return types;
    }

    private List<Type> keyTypes() {
        List<Type> types = new ArrayList<>();
        node.groupKeys().forEach(key -> types.add(node.input().outputTypes().get(key)));
        return types;
    }

    private KeepingAccumulator kept(int call) {
        return (KeepingAccumulator) accumulators.get(call);
    }

    /// How many rows a call keeps.
    public int pairCount(int call) {
        return kept(call).kept();
    }

    /// Rows `from` to `from + count` that a call keeps: keys, then the values.
    public Page pairs(int call, int from, int count, SegmentAllocator scratch) {
        KeepingAccumulator kept = kept(call);
        for (int i = 0; i < count; i++) {
            pairGroups[i] = kept.keptGroup(from + i);
        }
        int width = kept.keptTypes().size();
        Column[] columns = new Column[keyColumns.length + width];
        for (int k = 0; k < keyColumns.length; k++) {
            columns[k] = table.keys().column(k, pairGroups, count, scratch);
        }
        for (int k = 0; k < width; k++) {
            columns[keyColumns.length + k] = kept.keptColumn(k, from, count, scratch);
        }
        return new Page(count, columns);
    }

    /// Begins to read back what a call has kept, with the groups there are: a DISTINCT one begins an empty
    /// set, others go on with what they have. {@link #addPairs} fills it.
    public void openSet(int call) {
        dropSet();
        KeepingAccumulator fresh =
                isSet(call) ? (KeepingAccumulator) accumulator(node.calls().get(call)) : kept(call);
        opened = fresh;
        fresh.ensure(size());
    }

    /// Whether a call keeps each value once, so that parts of its values can be aggregated one by one.
    public boolean isSet(int call) {
        return node.calls().get(call).isSet();
    }

    /// A call whose value for the only group can be found by rank, null if it cannot or there are several groups.
    public @Nullable ValuesAccumulator selection(int call) {
        return size() == 1 && kept(call) instanceof ValuesAccumulator values && values.isSelection() ? values : null;
    }

    private KeepingAccumulator opened() {
        KeepingAccumulator set = opened;
        if (set == null) {
            throw new IllegalStateException("no set is open");
        }
        return set;
    }

    /// How many rows there are in what is open.
    public int openedPairs() {
        return opened().kept();
    }

    /// What a set for the groups there are takes at most while it is empty.
    public long growthOfSet() {
        return size() * 24L;
    }

    /// What adding a page of pairs takes at most.
    public long growthOfPairs(Page page) {
        growth.clear();
        long bytes = 0;
        for (int column = keyColumns.length; column < page.columnCount(); column++) {
            bytes += longBytes(page, column, true);
        }
        opened().growth(size(), page.rows(), bytes, growth);
        return growth.bytes();
    }

    /// Adds pairs, all of whose groups are here, to what is open.
    public void addPairs(Page page, Scratch scratch) {
        table.assign(page, storedKeys, groups, scratch);
        Column[] columns = Arrays.copyOfRange(page.columns(), keyColumns.length, page.columnCount());
        opened().add(groups, columns, page.selection(), page.rows(), scratch);
    }

    /// Ends what is open. The results of a set, none of whose values the call has seen so far, go to those of
    /// its call.
    public void closeSet(int call, SegmentAllocator scratch) {
        if (kept(call) instanceof DistinctAccumulator set) {
            set.addDisjoint((DistinctAccumulator) opened(), scratch);
        }
        dropSet();
    }

    /// Forgets the set that is open.
    public void dropSet() {
        KeepingAccumulator set = opened;
        opened = null;
        if (set instanceof DistinctAccumulator) {
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
