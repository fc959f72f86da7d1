package io.colonnade.jdbc.frame;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One column of a frame: little-endian views into the frame's bytes, each starting at index 0.
///
/// *Null polarity*: a set bit in the validity bitmap is a value, a clear bit is NULL; no bitmap means no NULL.
///
/// @param validity bit `i` tells of row `i`, or null when nothing is null
/// @param values fixed-width values, or `rowCount + 1` int32 offsets of a text column
/// @param bytes what the offsets of a text column point into, else empty
record ColumnBuffers(@Nullable ByteBuffer validity, ByteBuffer values, ByteBuffer bytes) {

    boolean isNull(int row) {
        ByteBuffer bits = validity;
        return bits != null && (bits.get(row >>> 3) >>> (row & 7) & 1) == 0;
    }
}
