package io.colonnade.storage.parquet;

/// Parquet's hybrid of run lengths and bit packing, for codes and for presence.
///
/// ```text
/// run      varint(count << 1), value in (width + 7) / 8 bytes
/// packed   varint(groups << 1 | 1), groups of 8 values in `width` bits each, least significant first
/// ```
final class HybridEncoding {
    /// Equal values from which a run is worth leaving the packed form.
    private static final int RUN_VALUES_MIN = 64;

    private HybridEncoding() {}

    static int width(int max) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(max);
    }

    /// Appends `count` values, each below `1 << width`; `values` may be read up to 7 past the end.
    static void write(int[] values, int count, int width, PageBytes target) {
        int packedFrom = 0;
        int at = 0;
        while (at < count) {
            int end = at + 1;
            while (end < count && values[end] == values[at]) {
                end++;
            }
            // A packed part holds whole groups of 8, so a run may have to give its first values to it.
            int runFrom = packedFrom + (at - packedFrom + 7) / 8 * 8;
            if (end - runFrom >= RUN_VALUES_MIN) {
                pack(values, packedFrom, runFrom, count, width, target);
                target.putVarint(end - runFrom << 1);
                for (int bits = 0; bits < width; bits += 8) {
                    target.putByte(values[at] >>> bits);
                }
                packedFrom = end;
            }
            at = end;
        }
        pack(values, packedFrom, count, count, width, target);
    }

    private static void pack(int[] values, int from, int to, int count, int width, PageBytes target) {
        if (from >= to) {
            return;
        }
        int groups = (to - from + 7) / 8;
        target.putVarint(groups << 1 | 1);
        int at = target.extend(groups * width);
        byte[] bytes = target.array();
        long pending = 0;
        int bits = 0;
        for (int i = from; i < from + groups * 8; i++) {
            long value = i < count ? values[i] : 0;
            pending |= value << bits;
            bits += width;
            while (bits >= 8) {
                bytes[at++] = (byte) pending;
                pending >>>= 8;
                bits -= 8;
            }
        }
    }
}
