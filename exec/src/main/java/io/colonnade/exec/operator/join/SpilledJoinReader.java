package io.colonnade.exec.operator.join;

import io.colonnade.core.page.Page;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import org.jspecify.annotations.Nullable;

/// Joins partitions of a spilled join, one after the other.
///
/// ```text
/// partition -> [ as many build rows as fit -> table -> all probe pages -> build rows that are left ]* -> next one
/// ```
///
/// *Thread safety*: one per driver.
final class SpilledJoinReader implements Source.Reader {
    private static final int MORSEL_ROWS = 1 << 16;

    private final SpilledJoinSource source;
    private final JoinBuild build;
    private final SpilledJoin spilled;
    private final DriverContext driver;
    private @Nullable SpilledPartition partition;
    /// Whether the build rows without a partner of the part at hand have been passed on.
    private boolean unmetPassed;

    SpilledJoinReader(SpilledJoinSource source, JoinBuild build, SpilledJoin spilled, DriverContext driver) {
        this.source = source;
        this.build = build;
        this.spilled = spilled;
        this.driver = driver;
    }

    @Override
    public Step next(Downstream downstream) {
        long rows = 0;
        SpilledPartition current = partition;
        if (current != null && current.hasMore()) {
            current.resume(downstream);
            if (current.hasMore() || !downstream.wantsMore()) {
                return Step.MORE;
            }
        }
        while (rows < MORSEL_ROWS) {
            driver.checkCancelled();
            if (current == null) {
                Integer number = source.take();
                if (number == null) {
                    return Step.FINISHED;
                }
                current = new SpilledPartition(build, spilled, number, source.drivers(), driver);
                partition = current;
            }
            if (current.isLoading()) {
                rows += current.load();
                continue;
            }
            Page page = current.nextProbePage();
            if (page == null) {
                if (!unmetPassed) {
                    unmetPassed = true;
                    current.passUnmet(downstream);
                    if (current.hasMore() || !downstream.wantsMore()) {
                        return Step.MORE;
                    }
                }
                unmetPassed = false;
                if (!current.nextPart()) {
                    current.close();
                    current = null;
                    partition = null;
                }
                continue;
            }
            rows += page.rows();
            current.join(page, downstream);
            if (current.hasMore() || !downstream.wantsMore()) {
                return Step.MORE;
            }
        }
        return Step.MORE;
    }

    @Override
    public void close() {
        if (partition != null) {
            partition.close();
        }
    }
}
