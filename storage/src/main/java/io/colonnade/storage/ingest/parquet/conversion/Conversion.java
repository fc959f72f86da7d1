package io.colonnade.storage.ingest.parquet.conversion;

import java.lang.foreign.MemorySegment;

/// From values as Parquet's PLAIN encoding writes them to plain columns of a type, a whole array at a time; checked
/// where the target is narrower. Fails with BadValue.
public sealed interface Conversion {
    /// Packed bits to packed bits: BOOLEAN only.
    record Bits() implements Conversion {}

    /// Values of `width` bytes each.
    non-sealed interface Fixed extends Conversion {
        int width();

        /// Converts `count` values from byte `offset` of the source to rows from `row` of the target.
        void convert(MemorySegment source, long offset, int count, MemorySegment target, long row);
    }

    /// Values of any number of bytes, of which `offsets` and `lengths` tell where they lie in `source`.
    non-sealed interface Bytes extends Conversion {
        /// Converts `count` values to rows from `row` of the target; views refer to the source as heap buffer
        /// `heapIndex`. 16 bytes behind the source must be readable.
        void convert(
                MemorySegment source,
                int[] offsets,
                int[] lengths,
                int count,
                MemorySegment target,
                long row,
                int heapIndex);
    }
}
