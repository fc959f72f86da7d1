package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Overflow;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.accumulator.ValuesAccumulator;
import io.colonnade.exec.spill.KeyPartition;
import io.colonnade.exec.spill.SpillFile;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.TaskContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes groups of one partition on disk.
///
/// ```text
/// states -> groups -> pairs of each DISTINCT call, set by set -> groups are complete
///   \ no room: the partition is split by another hash of its keys       |
///                                     \ no room: the set is split by the values, and its parts are counted one by one
/// ```
///
/// Calls that need all values of a group at once read them instead of a set; where these have no room, the
/// partition is split by its keys, too. The values of one group, and whatever cannot be split further, go on in an
/// {@link Overflow}.
///
/// A PARTIAL step splits nothing: it passes the groups on that it has and begins anew, since a group may
/// leave it in several rows. *Thread safety*: one thread at a time.
final class PartitionMerge implements AutoCloseable {
    /// More levels than rows of different keys could need.
    private static final int LEVEL_MAX = 8;

    /// What the merge has come to.
    enum Outcome {
        WORKING,
        /// The groups are there to be passed on.
        GROUPS,
        /// There is no room for more.
        REFUSED,
        /// There are only {@link #parts} left, to be merged one by one.
        PARTS
    }

    private enum Phase {
        STATES,
        PAIRS,
        SPLIT,
        SPLIT_PAIRS,
        /// A percentile of one group that has no room is found where its values are.
        SELECT,
        /// Groups of a PARTIAL step that are passed on before there are all of them.
        PASSING,
        COMPLETE
    }

    private final AggregateNode node;
    private final TaskContext task;
    private final SpillSpace space;
    private final Figures figures;
    private final SpillLayout layout;
    private final GroupRoom room;
    private final SpilledPartition partition;
    private final Scratch scratch;
    private final MemoryPool pool;
    private Groups groups;
    /// Whether what there is no room for is taken all the same, since it cannot be split.
    private boolean overflows;
    private Phase phase = Phase.STATES;
    private SpilledPages pages;
    /// A page that there was no room for.
    private @Nullable Page held;
    /// The set at hand, those that follow it, and the DISTINCT call they belong to.
    private SpilledPartition.@Nullable PairSet set;
    private final Deque<SpilledPartition.PairSet> sets = new ArrayDeque<>();
    private int setCall = -1;
    private @Nullable StreamSplit split;
    private @Nullable DiskSelection selection;
    private final List<SpillFile> splitFiles = new ArrayList<>();

    PartitionMerge(AggregateSink sink, SpilledPartition partition, Figures figures) {
        this.node = sink.node();
        this.task = sink.task();
        this.space = sink.spill();
        this.layout = sink.layout();
        this.room = sink.room();
        this.figures = figures;
        this.partition = partition;
        this.pool = room.overflowing(space.overflow(figures));
        this.groups = freshGroups();
        this.scratch = new Scratch(task.memory());
        this.pages = new SpilledPages(partition.states(), task.memory());
    }

    private Groups freshGroups() {
        return new Groups(node, pool, room::hasSpare);
    }

    Groups groups() {
        return groups;
    }

    SpilledPartition partition() {
        return partition;
    }

    /// Works for about a morsel.
    Outcome advance() {
        int rows = 0;
        while (rows < Page.BLOCK_ROWS) {
            task.checkCancelled();
            switch (phase) {
                case STATES -> {
                    Page page = nextPage();
                    if (page == null) {
                        finishStates();
                    } else if (addStates(page)) {
                        rows += page.rows();
                    } else {
                        if (node.step() != AggregateNode.Step.PARTIAL) {
                            return Outcome.REFUSED;
                        }
                        phase = Phase.PASSING;
                    }
                }
                case PAIRS -> {
                    Page page = set == null ? null : nextPage();
                    if (page == null) {
                        if (!nextSet()) {
                            return Outcome.REFUSED;
                        }
                    } else if (addPairs(page)) {
                        rows += page.rows();
                    } else {
                        return Outcome.REFUSED;
                    }
                }
                case SPLIT -> {
                    return advanceSplit() ? Outcome.PARTS : Outcome.WORKING;
                }
                case SPLIT_PAIRS -> {
                    advancePairSplit();
                    return Outcome.WORKING;
                }
                case SELECT -> {
                    advanceSelection();
                    return Outcome.WORKING;
                }
                case PASSING, COMPLETE -> {
                    return Outcome.GROUPS;
                }
            }
        }
        return Outcome.WORKING;
    }

    private @Nullable Page nextPage() {
        Page page = held;
        held = null;
        return page == null ? pages.next() : page;
    }

    private boolean addStates(Page page) {
        long bytes = groups.growthOfStates(page);
        boolean granted = room.ask(bytes);
        // The first page must do with the headroom if need be: with less nothing can be merged at all.
        if (!granted && groups.size() > 0 && !overflows) {
            held = page;
            return false;
        }
        scratch.reset();
        groups.addStates(page, scratch);
        room.release(granted ? bytes : 0);
        return true;
    }

    private void finishStates() {
        pages.close();
        groups.ensureOneWithoutKeys(scratch);
        phase = Phase.PAIRS;
    }

    /// The groups were passed on; answers whether there are more.
    boolean continueAfterGroups() {
        if (phase == Phase.COMPLETE) {
            return false;
        }
        groups.close();
        groups = freshGroups();
        phase = Phase.STATES;
        return true;
    }

    // --- pairs ---

    /// Closes the set at hand and goes to the next one, or ends; false if there is no room for it.
    private boolean nextSet() {
        if (set != null) {
            pages.close();
            scratch.reset();
            groups.closeSet(layout.sets().get(setCall), scratch);
            set = null;
        }
        while (sets.isEmpty()) {
            if (++setCall >= layout.sets().size()) {
                phase = Phase.COMPLETE;
                return true;
            }
            sets.addAll(partition.pairs().get(setCall));
        }
        long bytes = groups.growthOfSet();
        boolean granted = room.ask(bytes);
        if (!granted && groups.size() > 1 && !overflows) {
            return false;
        }
        groups.openSet(layout.sets().get(setCall));
        room.release(granted ? bytes : 0);
        SpilledPartition.PairSet next = sets.removeFirst();
        set = next;
        pages = new SpilledPages(next.rows(), task.memory());
        return true;
    }

    private boolean addPairs(Page page) {
        long bytes = groups.growthOfPairs(page);
        boolean granted = room.ask(bytes);
        if (!granted && groups.openedPairs() > 0 && !overflows) {
            held = page;
            return false;
        }
        scratch.reset();
        groups.addPairs(page, scratch);
        room.release(granted ? bytes : 0);
        return true;
    }

    // --- splitting ---

    /// After REFUSED, when no other merge can be waited for: makes smaller parts, or goes on where there is room.
    void split() {
        SpilledPartition.PairSet large = set;
        if (large != null && groups.isSet(layout.sets().get(setCall))) {
            if (large.level() >= LEVEL_MAX) {
                overflows = true;
                return;
            }
            drop();
            groups.dropSet();
            KeyPartition byValue =
                    new KeyPartition(layout.pairColumns(setCall), layout.partitions(), large.level() + 1);
            split = streamSplit(large.rows(), layout.pairs().get(setCall), byValue);
            phase = Phase.SPLIT_PAIRS;
            return;
        }
        ValuesAccumulator values =
                large == null ? null : groups.selection(layout.sets().get(setCall));
        if (values != null) {
            drop();
            groups.dropSet();
            values.forget();
            List<SpilledPartition.Streams> rows = rowsOf(partition.pairs().get(setCall));
            selection = new DiskSelection(rows, node.groupKeys().size(), values.ranks(DiskSelection.count(rows)), task);
            phase = Phase.SELECT;
            return;
        }
        if (layout.isKeyless() || groups.size() <= 1 || partition.level() >= LEVEL_MAX) {
            overflows = true;
            return;
        }
        drop();
        set = null;
        sets.clear();
        splitFiles.forEach(SpillFile::close);
        splitFiles.clear();
        groups.close();
        groups = freshGroups();
        split = streamSplit(partition.states(), layout.states(), byKeys());
        phase = Phase.SPLIT;
    }

    private KeyPartition byKeys() {
        return new KeyPartition(layout.keyColumns(), layout.partitions(), partition.level() + 1);
    }

    private StreamSplit streamSplit(List<SpilledPartition.Streams> rows, List<Type> types, KeyPartition by) {
        return new StreamSplit(rows, types, by, layout, task, space, figures);
    }

    /// Leaves what is being read.
    private void drop() {
        pages.close();
        held = null;
    }

    private boolean advanceSplit() {
        StreamSplit current = split;
        if (current == null) {
            return true;
        }
        SpillFile file = current.advance();
        if (file != null) {
            current.close();
            splitFiles.add(file);
            int next = splitFiles.size() - 1;
            split = next == layout.sets().size()
                    ? null
                    : streamSplit(
                            rowsOf(partition.pairs().get(next)), layout.pairs().get(next), byKeys());
        }
        return split == null;
    }

    private void advanceSelection() {
        DiskSelection current = selection;
        ValuesAccumulator values = groups.selection(layout.sets().get(setCall));
        if (current == null || values == null) {
            throw new IllegalStateException("nothing is being selected");
        }
        if (current.advance()) {
            values.tell(
                    current.found(),
                    DiskSelection.count(rowsOf(partition.pairs().get(setCall))));
            current.close();
            selection = null;
            set = null;
            sets.clear();
            phase = Phase.PAIRS;
        }
    }

    private static List<SpilledPartition.Streams> rowsOf(List<SpilledPartition.PairSet> sets) {
        return sets.stream().flatMap(each -> each.rows().stream()).toList();
    }

    /// After PARTS.
    List<SpilledPartition> parts() {
        return SpilledPartition.of(partition.level() + 1, layout, List.of(splitFiles));
    }

    private void advancePairSplit() {
        StreamSplit current = split;
        SpilledPartition.PairSet large = set;
        if (current == null || large == null) {
            throw new IllegalStateException("no set is being split");
        }
        SpillFile file = current.advance();
        if (file == null) {
            return;
        }
        current.close();
        split = null;
        set = null;
        splitFiles.add(file);
        for (int stream = 0; stream < file.streams(); stream++) {
            if (file.rows(stream) > 0) {
                sets.addFirst(new SpilledPartition.PairSet(
                        large.level() + 1, List.of(new SpilledPartition.Streams(file, stream))));
            }
        }
        phase = Phase.PAIRS;
    }

    @Override
    public void close() {
        pages.close();
        groups.close();
        scratch.close();
        if (split != null) {
            split.close();
        }
        if (selection != null) {
            selection.close();
        }
        // Files of a partition that was split belong to its parts from now on.
        if (phase != Phase.SPLIT) {
            splitFiles.forEach(SpillFile::close);
        }
    }
}
