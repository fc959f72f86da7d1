package io.colonnade.storage.ingest.text;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Texts that lie in memory: their views, their blanks and their lengths in characters.
public final class Texts {
    /// The answer of {@link #limit} where a text is too long.
    public static final int TOO_LONG = -1;

    private Texts() {}

    /// Writes the view at byte `at` of a text that is copied if it is short and else stays in heap buffer
    /// `heapIndex`. 16 bytes behind `start` must be readable.
    public static void putView(
            MemorySegment bytes, int start, int length, MemorySegment views, long at, int heapIndex) {
        long low = bytes.get(Lanes.LONG, start);
        if (length > Lanes.VIEW_INLINE_BYTES) {
            views.set(Lanes.LONG, at, length | low << 32);
            views.set(Lanes.LONG, at + 8, heapIndex | (long) start << 32);
            return;
        }
        long high = bytes.get(Lanes.LONG, start + 8L);
        if (length < 8) {
            low &= (1L << (length * 8)) - 1;
            high = 0;
        } else {
            high &= (1L << (length * 8 - 64)) - 1;
        }
        views.set(Lanes.LONG, at, length | low << 32);
        views.set(Lanes.LONG, at + 8, low >>> 32 | high << 32);
    }

    /// The end of a text without the blanks at its end.
    public static int withoutBlanks(MemorySegment bytes, int start, int end) {
        int last = end;
        while (last > start && bytes.get(Lanes.BYTE, last - 1L) == ' ') {
            last--;
        }
        return last;
    }

    /// The end of a text of at most `charactersMax` characters, to be asked if it has more bytes: blanks that are too
    /// many are left out, as the standard says; {@link #TOO_LONG} if others are.
    public static int limit(MemorySegment bytes, int start, int end, int charactersMax) {
        int allowed = start;
        int characters = 0;
        while (allowed < end) {
            boolean continues = (bytes.get(Lanes.BYTE, allowed) & 0xC0) == 0x80;
            if (!continues && characters++ == charactersMax) {
                break;
            }
            allowed++;
        }
        return withoutBlanks(bytes, allowed, end) > allowed ? TOO_LONG : allowed;
    }
}
