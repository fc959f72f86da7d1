package io.colonnade.exec.operator.join;

import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Joins what a spilled join has set aside, when all its probe pipelines have ended: partition by partition, each by
/// one driver. Without anything set aside it has no driver at all.
///
/// *Thread safety*: as {@link Source}.
public final class SpilledJoinSource implements Source {
    /// A driver that would have less memory than this is not worth having.
    private static final long DRIVER_BYTES_MIN = 1 << 20;

    private final JoinBuild build;
    private final Deque<Integer> partitions = new ArrayDeque<>();
    private int drivers;

    public SpilledJoinSource(JoinBuild build) {
        this.build = build;
    }

    @Override
    public int driversMax() {
        SpilledJoin spilled = build.spilled();
        if (spilled == null) {
            return 0;
        }
        for (int p = 0; p < spilled.partitions; p++) {
            if (spilled.probeRows(p) > 0) {
                partitions.add(p);
            }
        }
        int threads = Math.min(build.task().settings().threads(), partitions.size());
        drivers = Math.clamp(spilled.memory() / DRIVER_BYTES_MIN, Math.min(1, threads), threads);
        return drivers;
    }

    /// The next partition that nobody has joined, null if there is none.
    @Nullable
    Integer take() {
        synchronized (partitions) {
            return partitions.poll();
        }
    }

    int drivers() {
        return drivers;
    }

    @Override
    public Reader reader(DriverContext driver) {
        SpilledJoin spilled = build.spilled();
        if (spilled == null) {
            throw new IllegalStateException("nothing was spilled");
        }
        return new SpilledJoinReader(this, build, spilled, driver);
    }

    /// The files are of no more use, and nothing more is due to the join.
    @Override
    public void stop() {
        SpilledJoin spilled = build.spilled();
        if (spilled != null) {
            spilled.close();
            spilled.share.settle();
        }
    }
}
