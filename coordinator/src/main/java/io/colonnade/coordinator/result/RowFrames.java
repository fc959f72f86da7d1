package io.colonnade.coordinator.result;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;

/// A few rows as a frame: what statements answer that tell what they did.
public final class RowFrames {
    private RowFrames() {}

    /// `rows` have a value for each of `types`.
    public static ByteBuffer of(List<Type> types, List<List<Datum>> rows) {
        try (Arena arena = Arena.ofConfined()) {
            Column[] columns = new Column[types.size()];
            for (int i = 0; i < columns.length; i++) {
                ColumnBuilder builder = new ColumnBuilder(types.get(i), rows.size(), arena);
                for (List<Datum> row : rows) {
                    builder.append(row.get(i));
                }
                columns[i] = builder.build();
            }
            return ByteBuffer.wrap(BatchFrame.encode(types, new Page(rows.size(), columns), arena));
        }
    }
}
