package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A result made of Java rows: one frame, and nothing behind it.
///
/// Metadata results go this way, so that they pass through the same frames, cursor and result set as queries; an
/// engine may use it for answers that never were pages (EXPLAIN, SHOW).
///
/// *Values* are of the classes that [io.colonnade.jdbc.service.StatementRequest] names, or null.
public final class RowsResult implements StatementResult {

    private final List<ColumnDescription> columns;
    private final QueryStatistics statistics;
    private @Nullable ByteBuffer frame;

    public RowsResult(
            List<ColumnDescription> columns,
            List<? extends List<? extends @Nullable Object>> rows,
            QueryStatistics statistics) {
        this.columns = List.copyOf(columns);
        this.statistics = statistics;
        this.frame = FrameWriter.write(this.columns, rows);
    }

    public RowsResult(List<ColumnDescription> columns, List<? extends List<? extends @Nullable Object>> rows) {
        this(columns, rows, QueryStatistics.NONE);
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
    public @Nullable ByteBuffer nextFrame() {
        ByteBuffer next = frame;
        frame = null;
        return next;
    }

    @Override
    public QueryStatistics statistics() {
        return statistics;
    }

    @Override
    public void close() {
        frame = null;
    }
}
