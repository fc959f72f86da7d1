package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.exec.operator.group.Groups;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.TaskContext;
import java.util.ArrayList;
import java.util.List;

/// Groups and aggregates all rows of its pipelines.
///
/// ```text
/// driver 0 -> Groups \            few groups: all into the first         -> AggregateSource
/// driver 1 -> Groups /            many: one job per partition of the keys' hashes
/// ```
///
/// *Memory*: all groups; refused memory ends the query with OUT_OF_MEMORY (the partitions are what will be spilled).
public final class AggregateSink implements Sink {
    /// Up to this many groups merging is too short to be shared.
    private static final long SERIAL_GROUPS_MAX = 65536;

    private final AggregateNode node;
    private final TaskContext task;
    private final SpillSpace spill;
    private final MemoryPool pool;
    private final List<Groups> locals = new ArrayList<>();
    private final List<Groups> results = new ArrayList<>();
    private boolean finished;

    public AggregateSink(AggregateNode node, TaskContext task, SpillSpace spill) {
        this.node = node;
        this.task = task;
        this.spill = spill;
        this.pool = task.memory();
    }

    /// What the sink makes, when it has finished.
    List<Groups> results() {
        return results;
    }

    AggregateNode node() {
        return node;
    }

    @Override
    public Local local(DriverContext driver) {
        Groups groups = new Groups(node, pool, bytes -> true);
        synchronized (locals) {
            locals.add(groups);
        }
        return new AggregateLocal(groups);
    }

    /// The groups of one driver.
    private final class AggregateLocal implements Local {
        private final Groups groups;
        private final Scratch scratch = new Scratch(pool);

        AggregateLocal(Groups groups) {
            this.groups = groups;
        }

        @Override
        public void accept(Page page) {
            scratch.reset();
            groups.add(page, scratch);
        }

        @Override
        public void close() {
            scratch.close();
        }
    }

    @Override
    public List<Job> finish() {
        if (finished) {
            return List.of();
        }
        finished = true;
        long total = locals.stream().mapToLong(Groups::size).sum();
        if (total <= SERIAL_GROUPS_MAX || locals.size() == 1) {
            Groups all = locals.getFirst();
            try (Scratch scratch = new Scratch(pool)) {
                for (Groups other : locals.subList(1, locals.size())) {
                    task.checkCancelled();
                    all.merge(other, Groups.everyGroup(other), scratch);
                    other.close();
                }
                all.ensureOneWithoutKeys(scratch);
            }
            results.add(all);
            return List.of();
        }
        int partitions = Math.max(1, task.settings().threads()) * 2;
        List<Job> jobs = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            int partition = p;
            Groups target = new Groups(node, pool, bytes -> true);
            results.add(target);
            jobs.add(() -> mergePartition(target, partition, partitions));
        }
        return jobs;
    }

    private void mergePartition(Groups target, int partition, int partitions) {
        try (Scratch scratch = new Scratch(pool)) {
            for (Groups other : locals) {
                task.checkCancelled();
                target.merge(other, other.partition(partition, partitions), scratch);
            }
        }
    }

    @Override
    public void close() {
        locals.forEach(Groups::close);
        results.forEach(Groups::close);
    }
}
