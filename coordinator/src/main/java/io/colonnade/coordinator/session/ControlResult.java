package io.colonnade.coordinator.session;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What BEGIN, COMMIT and ROLLBACK answer: no rows, and a warning if there was nothing to do.
record ControlResult(List<String> warnings) implements StatementResult {
    /// `warning` is only told if the statement did nothing.
    static ControlResult of(boolean done, String warning) {
        return new ControlResult(done ? List.of() : List.of(warning));
    }

    @Override
    public List<ColumnDescription> columns() {
        return List.of();
    }

    @Override
    public long updateCount() {
        return 0;
    }

    @Override
    public @Nullable ByteBuffer nextFrame() {
        return null;
    }

    @Override
    public QueryStatistics statistics() {
        return QueryStatistics.NONE;
    }

    @Override
    public void close() {}
}
