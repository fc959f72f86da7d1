package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.exec.operator.group.KeyRange;
import io.colonnade.exec.spill.SpillFile;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.TaskContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Groups and aggregates all rows of its pipelines.
///
/// ```text
/// driver 0 -> Groups \    few groups: all into the first                         \
/// driver 1 -> Groups  >   many: one job per partition of the keys' hashes         > AggregateSource
///               |    /    some were written to disk: the rest is written too,    /
///               v         and the source merges partition by partition
///             files
/// ```
///
/// *Memory*: a driver asks before its groups grow and writes all of them when there is no room; only one group
/// without DISTINCT never asks. What does not fit even in the smallest parts goes on in temporary files.
public final class AggregateSink implements Sink {
    /// Up to this many groups merging is too short to be shared.
    private static final long SERIAL_GROUPS_MAX = 65536;

    private enum Phase {
        COLLECTING,
        SPLITTING,
        MERGING,
        WRITING,
        DONE
    }

    private final AggregateNode node;
    private final TaskContext task;
    private final SpillSpace spill;
    private final MemoryShare share;
    private final GroupRoom room;
    private final boolean grows;
    private final List<DriverGroups> locals = new ArrayList<>();
    private final List<Groups> results = new ArrayList<>();
    private Phase phase = Phase.COLLECTING;
    private @Nullable SpillLayout layout;
    private @Nullable MergeQueue partitions;
    /// The groups of each driver by part, while they are merged.
    private int[][][] splits = new int[0][][];

    public AggregateSink(AggregateNode node, TaskContext task, SpillSpace spill) {
        this.node = node;
        this.task = task;
        this.spill = spill;
        this.share = task.memory().share("aggregate");
        this.room = new GroupRoom(share);
        this.grows = !node.groupKeys().isEmpty() || node.calls().stream().anyMatch(Groups::keeps);
        if (!grows) {
            share.settle();
        }
    }

    AggregateNode node() {
        return node;
    }

    TaskContext task() {
        return task;
    }

    SpillSpace spill() {
        return spill;
    }

    GroupRoom room() {
        return room;
    }

    /// Whether groups have to be asked for before they grow.
    boolean grows() {
        return grows;
    }

    /// What the sink has made in memory, when it has finished.
    List<Groups> results() {
        return results;
    }

    /// What the sink has made on disk, when it has finished; null if all is in memory.
    @Nullable
    MergeQueue partitions() {
        return partitions;
    }

    /// How groups are written, decided by the first driver that has to; `groups` are its own.
    synchronized SpillLayout layout(Groups groups) {
        SpillLayout decided = layout;
        if (decided == null) {
            decided = SpillLayout.of(node, groups, share.pool().allocatedBytes(), locals.size());
            layout = decided;
        }
        return decided;
    }

    /// The same when it has been decided.
    synchronized SpillLayout layout() {
        SpillLayout decided = layout;
        if (decided == null) {
            throw new IllegalStateException("nothing was written");
        }
        return decided;
    }

    /// What each driver may hold when others have no room.
    long evenBytes() {
        synchronized (this) {
            return share.pool().allocatedBytes() / Math.max(1, locals.size());
        }
    }

    Groups freshGroups() {
        return new Groups(node, share.pool(), room::hasSpare);
    }

    /// Groups that few rows may be added to even if there is no room.
    Groups freshGroups(Figures figures) {
        return new Groups(node, room.overflowing(spill.overflow(figures)), room::hasSpare);
    }

    @Override
    public synchronized Local local(DriverContext driver) {
        DriverGroups local = new DriverGroups(this, driver);
        locals.add(local);
        return local;
    }

    @Override
    public List<Job> finish() {
        switch (phase) {
            case COLLECTING -> {
                boolean written = locals.stream().anyMatch(DriverGroups::hasWritten);
                if (!written && canMerge()) {
                    return merge();
                }
                phase = Phase.WRITING;
                return locals.stream().<Job>map(local -> local::writeRest).toList();
            }
            case SPLITTING -> {
                phase = Phase.MERGING;
                return mergeParts();
            }
            case MERGING -> {
                splits = new int[0][][];
                share.settle();
                phase = Phase.DONE;
            }
            case WRITING -> {
                List<List<SpillFile>> written =
                        locals.stream().map(DriverGroups::written).toList();
                partitions = new MergeQueue(SpilledPartition.of(0, layout(), written));
                phase = Phase.DONE;
            }
            case DONE -> {}
        }
        return List.of();
    }

    /// Whether there is room for all groups once more, in arrays that may be twice as large as they need be.
    private boolean canMerge() {
        long bytes = 0;
        for (DriverGroups local : locals) {
            bytes += local.groups().bytes();
        }
        return locals.size() == 1 || !grows || room.hasSpare(2 * bytes);
    }

    private List<Job> merge() {
        long total = 0;
        for (DriverGroups local : locals) {
            total += local.groups().size();
        }
        if (total <= SERIAL_GROUPS_MAX || locals.size() == 1) {
            Groups all = locals.getFirst().groups();
            try (Scratch scratch = new Scratch(task.memory())) {
                for (DriverGroups local : locals.subList(1, locals.size())) {
                    Groups other = local.groups();
                    task.checkCancelled();
                    all.merge(other, Groups.everyGroup(other), scratch, task::checkCancelled);
                    other.close();
                }
                all.ensureOneWithoutKeys(scratch);
            }
            results.add(all);
            share.settle();
            phase = Phase.DONE;
            return List.of();
        }
        phase = Phase.SPLITTING;
        int parts = Math.max(1, task.settings().threads()) * 2;
        KeyRange range = keyRange();
        splits = new int[locals.size()][][];
        return IntStream.range(0, splits.length)
                .<Job>mapToObj(i -> () -> splits[i] = locals.get(i).groups().split(parts, range))
                .toList();
    }

    /// The range of the keys of all drivers; null if hashes are to tell their parts.
    private @Nullable KeyRange keyRange() {
        KeyRange all = null;
        for (DriverGroups local : locals) {
            if (local.groups().size() > 0) {
                KeyRange range = local.groups().keyRange();
                if (range == null) {
                    return null;
                }
                all = all == null ? range : all.union(range);
            }
        }
        return all != null && all.isNarrow() ? all : null;
    }

    private List<Job> mergeParts() {
        List<Job> jobs = new ArrayList<>();
        int parts = splits[0].length;
        for (int p = 0; p < parts; p++) {
            int part = p;
            Groups target = freshGroups();
            results.add(target);
            jobs.add(() -> mergePart(target, part));
        }
        return jobs;
    }

    private void mergePart(Groups target, int part) {
        int most = Arrays.stream(splits)
                .mapToInt(split -> split[part].length)
                .max()
                .orElse(0);
        target.expect(most + most / 4);
        try (Scratch scratch = new Scratch(task.memory())) {
            for (int i = 0; i < splits.length; i++) {
                task.checkCancelled();
                target.merge(locals.get(i).groups(), splits[i][part], scratch, task::checkCancelled);
            }
        }
    }

    @Override
    public void close() {
        locals.forEach(DriverGroups::discard);
        results.forEach(Groups::close);
        share.close();
    }
}
