package io.colonnade.storage.ingest.text;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Checks UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF.
public final class Utf8 {
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /// Where the first byte lies that is not UTF-8, or -1.
    public static int firstInvalid(MemorySegment bytes, int start, int end) {
        int at = start;
        long wordsEnd = bytes.byteSize() - 8;
        while (at < end) {
            if (at <= wordsEnd && (bytes.get(Lanes.LONG, at) & HIGH_BITS) == 0) {
                at += 8;
                continue;
            }
            int length = length(bytes, at, end);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    /// Bytes of the character at a place, or 0 if there is none.
    private static int length(MemorySegment bytes, int at, int end) {
        int first = bytes.get(Lanes.BYTE, at) & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length =
                first >= 0xC2 && first <= 0xDF ? 2 : first >> 4 == 0xE ? 3 : first >= 0xF0 && first <= 0xF4 ? 4 : 0;
        if (length == 0 || length > end - at) {
            return 0;
        }
        int second = bytes.get(Lanes.BYTE, at + 1L) & 0xFF;
        int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes.get(Lanes.BYTE, (long) at + i) & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
