package io.colonnade.core.catalog;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Rows of a segment that were deleted: `count` of them, and their positions in the segment as a serialized
/// Roaring bitmap of 32-bit numbers (the portable format of the RoaringBitmap specification).
public record DeletedRows(int count, byte[] positions) {
    public static final DeletedRows NONE = new DeletedRows(0, new byte[0]);

    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeletedRows rows && count == rows.count && Arrays.equals(positions, rows.positions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(positions);
    }
}
