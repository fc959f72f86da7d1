package io.colonnade.coordinator.result;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a statement without rows answers: it is done.
public record CountResult(long updateCount, QueryStatistics statistics, List<String> warnings)
        implements StatementResult {
    public CountResult(long updateCount, QueryStatistics statistics) {
        this(updateCount, statistics, List.of());
    }

    @Override
    public List<ColumnDescription> columns() {
        return List.of();
    }

    @Override
    public @Nullable ByteBuffer nextFrame() {
        return null;
    }

    @Override
    public void close() {}
}
