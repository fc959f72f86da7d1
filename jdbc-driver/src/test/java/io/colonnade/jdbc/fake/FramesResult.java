package io.colonnade.jdbc.fake;

import io.colonnade.jdbc.frame.RowsResult;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Several frames and then, perhaps, an error.
final class FramesResult implements StatementResult {

    private final List<ColumnDescription> columns;
    private final Iterator<? extends List<? extends List<?>>> frames;
    private final @Nullable EngineFailure end;
    private final AtomicInteger open;
    private boolean closed;

    FramesResult(
            List<ColumnDescription> columns,
            List<? extends List<? extends List<?>>> frames,
            @Nullable EngineFailure end,
            AtomicInteger open) {
        this.columns = columns;
        this.frames = frames.iterator();
        this.end = end;
        this.open = open;
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
        if (frames.hasNext()) {
            return new RowsResult(columns, frames.next()).nextFrame();
        }
        if (end != null) {
            throw end;
        }
        return null;
    }

    @Override
    public QueryStatistics statistics() {
        return FakeSession.STATISTICS;
    }

    @Override
    public List<String> warnings() {
        return List.of("A warning of the run");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            open.decrementAndGet();
        }
    }
}
