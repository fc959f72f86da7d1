package io.colonnade.exec.kernel.text;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Characters (code points) in UTF-8 bytes: every byte but 10xxxxxx begins one.
final class Utf8 {
    private Utf8() {}

    static boolean continues(byte unit) {
        return (unit & 0xC0) == 0x80;
    }

    /// Where the character after the one at `at` begins.
    static long next(MemorySegment text, long at, long end) {
        long next = at + 1;
        while (next < end && continues(text.get(Lanes.BYTE, next))) {
            next++;
        }
        return next;
    }

    static int count(MemorySegment text, long start, long end) {
        int count = 0;
        for (long at = start; at < end; at++) {
            count += continues(text.get(Lanes.BYTE, at)) ? 0 : 1;
        }
        return count;
    }

    /// Where the character after `count` others begins, at most `end`.
    static long skip(MemorySegment text, long start, long end, long count) {
        long at = start;
        for (long i = 0; i < count && at < end; i++) {
            at = next(text, at, end);
        }
        return at;
    }

    static boolean isAscii(MemorySegment text, long start, long end) {
        int bits = 0;
        for (long at = start; at < end; at++) {
            bits |= text.get(Lanes.BYTE, at);
        }
        return bits >= 0;
    }
}
