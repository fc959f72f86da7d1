package io.colonnade.jdbc.fake;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

record CountResult(long updateCount) implements StatementResult {

    @Override
    public List<ColumnDescription> columns() {
        return List.of();
    }

    @Override
    public @Nullable ByteBuffer nextFrame() {
        return null;
    }

    @Override
    public QueryStatistics statistics() {
        return FakeSession.STATISTICS;
    }

    @Override
    public void close() {}
}
