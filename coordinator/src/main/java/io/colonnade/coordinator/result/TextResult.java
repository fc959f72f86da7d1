package io.colonnade.coordinator.result;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.jdbc.service.TypeDescription;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan as rows of one column, a line each.
public final class TextResult implements StatementResult {
    public static final List<ColumnDescription> COLUMNS =
            List.of(ColumnDescription.of("plan", TypeDescription.VARCHAR, false));

    private final QueryStatistics statistics;
    private @Nullable ByteBuffer frame;

    public TextResult(String text, QueryStatistics statistics) {
        this.statistics = statistics;
        List<String> lines = text.lines().toList();
        this.frame = lines.isEmpty()
                ? null
                : RowFrames.of(
                        List.of(Type.VARCHAR),
                        lines.stream().map(line -> List.of(Datum.of(line))).toList());
    }

    @Override
    public List<ColumnDescription> columns() {
        return COLUMNS;
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
