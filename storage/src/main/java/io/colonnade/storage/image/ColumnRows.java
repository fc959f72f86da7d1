package io.colonnade.storage.image;

import io.colonnade.core.page.Column;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of one column of a segment to be, in their final order, in arrays.
///
/// ```text
/// with a dictionary        ints: codes into its sorted values
/// BIT, INT32               ints
/// INT64, FLOAT64           longs (doubles as raw bits)
/// INT128                   longs, two a value, low word first
/// VIEW                     longs, two a view as in memory, heap indexes into `heap`
/// ```
///
/// `validity` has a set bit for each present row, null if all are. Only the first `count` rows count; arrays may be
/// longer. *Ownership*: arrays are lent, and the values of absent rows may be overwritten.
public record ColumnRows(
        Type type,
        int count,
        long @Nullable [] validity,
        int[] ints,
        long[] longs,
        List<MemorySegment> heap,
        Column.@Nullable Plain dictionary) {
    private static final int[] NO_INTS = {};
    private static final long[] NO_LONGS = {};

    public static ColumnRows ofInts(Type type, int count, long @Nullable [] validity, int[] ints) {
        return new ColumnRows(type, count, validity, ints, NO_LONGS, List.of(), null);
    }

    public static ColumnRows ofLongs(
            Type type, int count, long @Nullable [] validity, long[] longs, List<MemorySegment> heap) {
        return new ColumnRows(type, count, validity, NO_INTS, longs, heap, null);
    }

    public static ColumnRows ofCodes(
            Type type, int count, long @Nullable [] validity, int[] codes, Column.Plain dictionary) {
        return new ColumnRows(type, count, validity, codes, NO_LONGS, List.of(), dictionary);
    }

    public Layout layout() {
        return type.layout();
    }

    public boolean isPresent(int row) {
        return validity == null || (validity[row >>> 6] >>> row & 1) != 0;
    }

    /// How many rows of `from` to `from + rows` are absent; `from` is a multiple of 64.
    public int nullCount(int from, int rows) {
        if (validity == null) {
            return 0;
        }
        int present = 0;
        int words = rows >>> 6;
        for (int i = 0; i < words; i++) {
            present += Long.bitCount(validity[(from >>> 6) + i]);
        }
        if ((rows & 63) != 0) {
            present += Long.bitCount(validity[(from >>> 6) + words] & (1L << (rows & 63)) - 1);
        }
        return rows - present;
    }

    /// Where the bytes of a view lie; for VIEW columns without a dictionary.
    public MemorySegment heapBytes(int row) {
        long second = longs[2 * row + 1];
        return heap.get((int) second).asSlice(second >>> 32, (int) longs[2 * row]);
    }
}
