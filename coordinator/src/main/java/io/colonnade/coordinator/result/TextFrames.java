package io.colonnade.coordinator.result;

import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;

/// Lines of text as a frame with one VARCHAR column: what EXPLAIN answers.
public final class TextFrames {
    private TextFrames() {}

    public static ByteBuffer of(List<String> lines) {
        try (Arena arena = Arena.ofConfined()) {
            ColumnBuilder builder = new ColumnBuilder(Type.VARCHAR, lines.size(), arena);
            lines.forEach(line -> builder.append(Datum.of(line)));
            Page page = new Page(lines.size(), builder.build());
            return ByteBuffer.wrap(BatchFrame.encode(List.of(Type.VARCHAR), page, arena));
        }
    }
}
