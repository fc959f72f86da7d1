package io.colonnade.exec.operator.join;

import io.colonnade.core.page.Page;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What a join has left when all its probe pipelines have ended: of a spilled one what was set aside,
/// partition by partition, each by one driver; of one in memory that ends with build rows these.
/// Mostly it has no driver.
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
            return unmetRows();
        }
        boolean endsWithUnmet =
                build.node().kind().endsWithBuildRows() && build.node().kind() != JoinKind.BUILD_SEMI;
        for (int p = 0; p < spilled.partitions; p++) {
            if (spilled.probeRows(p) > 0 || endsWithUnmet && spilled.buildRows(p) > 0) {
                partitions.add(p);
            }
        }
        int threads = Math.min(build.task().settings().threads(), partitions.size());
        drivers = Math.clamp(spilled.memory() / DRIVER_BYTES_MIN, Math.min(1, threads), threads);
        return drivers;
    }

    /// The ranges of the build side are dealt like partitions.
    private int unmetRows() {
        if (!build.node().kind().endsWithBuildRows()) {
            return 0;
        }
        int ranges = Math.ceilDiv(build.table().rows(), Page.BLOCK_ROWS);
        for (int range = 0; range < ranges; range++) {
            partitions.add(range);
        }
        drivers = Math.min(build.task().settings().threads(), ranges);
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
            return new UnmetReader(driver);
        }
        return new SpilledJoinReader(this, build, spilled, driver);
    }

    /// Passes on what ranges of build rows end the join.
    private final class UnmetReader implements Reader {
        private final DriverContext driver;
        private @Nullable UnmetRows rows;

        UnmetReader(DriverContext driver) {
            this.driver = driver;
        }

        @Override
        public Step next(Downstream downstream) {
            UnmetRows current = rows;
            if (current == null || !current.hasMore()) {
                close();
                Integer range = take();
                if (range == null) {
                    return Step.FINISHED;
                }
                JoinTable table = build.table();
                int from = range * Page.BLOCK_ROWS;
                int to = (int) Math.min(table.rows(), (long) from + Page.BLOCK_ROWS);
                current = new UnmetRows(build.node(), table, from, to, driver);
                rows = current;
            }
            current.pass(downstream);
            return Step.MORE;
        }

        @Override
        public void close() {
            if (rows != null) {
                rows.close();
                rows = null;
            }
        }
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
