package io.colonnade.coordinator.query;

import io.colonnade.coordinator.care.CareRows;
import io.colonnade.coordinator.result.RowFrames;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A few rows that are there when the statement is done.
final class RowsResult implements StatementResult {
    private final List<ColumnDescription> columns;
    private final QueryStatistics statistics;
    private @Nullable ByteBuffer frame;

    RowsResult(List<ColumnDescription> columns, CareRows rows, QueryStatistics statistics) {
        this.columns = columns;
        this.statistics = statistics;
        this.frame = rows.rows().isEmpty()
                ? null
                : RowFrames.of(
                        rows.columns().stream().map(CareRows.CareColumn::type).toList(), rows.rows());
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
        ByteBuffer only = frame;
        frame = null;
        return only;
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
