package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.type.Type;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Groups with the state of all aggregates: what one driver has seen, or one partition of the result.
///
/// *Thread safety*: one thread.
final class Groups implements AutoCloseable {
    private static final int BATCH = Page.ROWS_MAX;

    private final int[] keyColumns;
    private final GroupTable table;
    private final List<Accumulator> accumulators = new ArrayList<>();
    private final int[] arguments;
    private final int[] groups = new int[BATCH];

    Groups(AggregateNode node, MemoryPool pool) {
        List<Type> input = node.input().outputTypes();
        this.keyColumns = node.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        this.table = new GroupTable(node.groupKeys().stream().map(input::get).toList(), pool);
        this.arguments = node.calls().stream().mapToInt(AggregateCall::argument).toArray();
        for (AggregateCall call : node.calls()) {
            Type argument = call.argument() < 0 ? null : input.get(call.argument());
            accumulators.add(Accumulator.of(call, argument, node.step(), pool));
        }
    }

    int size() {
        return table.size();
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

    @Override
    public void close() {
        table.close();
        accumulators.forEach(Accumulator::close);
    }
}
