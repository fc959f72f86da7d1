package io.colonnade.storage.image;

import io.colonnade.core.memory.Buffer;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A column in the bytes of an image. *Ownership*: whoever encoded it closes it or hands it on.
public record EncodedColumn(ColumnEntry entry, @Nullable Buffer region) implements AutoCloseable {
    /// The bytes; empty for a column of constants.
    public MemorySegment bytes() {
        return region == null ? MemorySegment.NULL : region.segment().asSlice(0, entry.bytes());
    }

    @Override
    public void close() {
        if (region != null) {
            region.close();
        }
    }
}
