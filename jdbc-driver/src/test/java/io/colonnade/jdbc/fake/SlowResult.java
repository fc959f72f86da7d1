package io.colonnade.jdbc.fake;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Gives no frame until it is cancelled or its time is over.
final class SlowResult implements StatementResult {

    private final List<ColumnDescription> columns;
    private final long timeoutMillis;
    private final AtomicInteger open;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private boolean closed;

    SlowResult(List<ColumnDescription> columns, long timeoutMillis, AtomicInteger open) {
        this.columns = columns;
        this.timeoutMillis = timeoutMillis;
        this.open = open;
    }

    void cancel() {
        cancelled.countDown();
    }

    @Override
    public List<ColumnDescription> columns() {
        return columns;
    }

    @Override
    public long updateCount() {
        return -1;
    }

    @Override
    public @Nullable ByteBuffer nextFrame() throws EngineFailure {
        try {
            long wait = timeoutMillis == 0 ? 20_000 : timeoutMillis;
            if (cancelled.await(wait, TimeUnit.MILLISECONDS)) {
                throw EngineFailure.cancelled();
            }
            throw EngineFailure.timedOut(timeoutMillis);
        } catch (InterruptedException interrupted) {
            throw EngineFailure.cancelled();
        }
    }

    @Override
    public QueryStatistics statistics() {
        return FakeSession.STATISTICS;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            open.decrementAndGet();
        }
    }
}
