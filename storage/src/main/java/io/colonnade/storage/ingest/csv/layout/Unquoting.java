package io.colonnade.storage.ingest.csv.layout;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Removes the quotes of a field.
final class Unquoting {
    private Unquoting() {}

    /// Whether the only quotes are the first and the last byte.
    static boolean isSimple(MemorySegment bytes, int start, int end, byte quote) {
        if (end - start < 2 || bytes.get(Lanes.BYTE, start) != quote || bytes.get(Lanes.BYTE, end - 1L) != quote) {
            return false;
        }
        for (int i = start + 1; i < end - 1; i++) {
            if (bytes.get(Lanes.BYTE, i) == quote) {
                return false;
            }
        }
        return true;
    }

    /// Moves the content together at `start` and answers its end. What is left over is filled with quotes, so that
    /// the line breaks of the chunk can still be counted.
    static int compact(MemorySegment bytes, int start, int end, byte quote) {
        boolean inside = false;
        int to = start;
        for (int from = start; from < end; from++) {
            byte b = bytes.get(Lanes.BYTE, from);
            if (b == quote) {
                boolean isDoubled = inside && from + 1 < end && bytes.get(Lanes.BYTE, from + 1L) == quote;
                if (!isDoubled) {
                    inside = !inside;
                    continue;
                }
                from++;
            }
            bytes.set(Lanes.BYTE, to++, b);
        }
        bytes.asSlice(to, end - to).fill(quote);
        return to;
    }
}
