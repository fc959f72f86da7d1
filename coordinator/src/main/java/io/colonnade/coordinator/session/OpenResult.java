package io.colonnade.coordinator.session;

import io.colonnade.coordinator.system.QueryLog;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A result that its session knows of until it is closed.
final class OpenResult implements StatementResult {
    private final StatementResult result;
    private final QueryLog.Entry entry;
    private final Runnable onFailure;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// `onFailure` runs when rows that were promised do not come.
    OpenResult(StatementResult result, QueryLog.Entry entry, Runnable onFailure, Runnable onClose) {
        this.result = result;
        this.entry = entry;
        this.onFailure = onFailure;
        this.onClose = onClose;
    }

    boolean isClosed() {
        return closed.get();
    }

    @Override
    public List<ColumnDescription> columns() {
        return result.columns();
    }

    @Override
    public long updateCount() {
        return result.updateCount();
    }

    @Override
    public @Nullable ByteBuffer nextFrame() throws EngineFailure {
        try {
            ByteBuffer frame = result.nextFrame();
            if (frame == null) {
                entry.end(null);
            }
            return frame;
        } catch (EngineFailure e) {
            entry.end(e);
            onFailure.run();
            throw e;
        }
    }

    @Override
    public QueryStatistics statistics() {
        return result.statistics();
    }

    @Override
    public List<String> warnings() {
        return result.warnings();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                result.close();
            } finally {
                entry.end(null);
                onClose.run();
            }
        }
    }
}
