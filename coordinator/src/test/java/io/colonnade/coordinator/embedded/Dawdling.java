package io.colonnade.coordinator.embedded;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A result whose reader falls asleep now and then.
record Dawdling(StatementResult result, Random random) implements StatementResult {
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
            Thread.sleep(random.nextInt(8) == 0 ? random.nextInt(15) : 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return result.nextFrame();
    }

    @Override
    public QueryStatistics statistics() {
        return result.statistics();
    }

    @Override
    public void close() {
        result.close();
    }
}
