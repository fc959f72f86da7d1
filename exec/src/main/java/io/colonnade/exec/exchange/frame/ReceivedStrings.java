package io.colonnade.exec.exchange.frame;

import io.colonnade.core.page.Lanes;
import io.colonnade.storage.ingest.text.Utf8;
import java.lang.foreign.MemorySegment;

/// Checks what operators trust in views that came from elsewhere.
///
/// ```text
/// up to 12 bytes   length | bytes, then zeros                 equality compares whole views
/// longer           length | first 4 bytes | 0 | offset        the same 4 bytes as in the heap, all inside it
/// ```
///
/// All bytes are UTF-8. Long strings do not share bytes, as the writer lays them down one by one: a few of them could
/// otherwise stand for more text than any memory holds.
final class ReceivedStrings {
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private ReceivedStrings() {}

    /// Throws CORRUPT_DATA.
    static void check(MemorySegment views, int rows, MemorySegment heap) {
        boolean ascii = isAscii(heap);
        long left = heap.byteSize();
        for (int row = 0; row < rows; row++) {
            long at = row * 16L;
            long low = views.get(Lanes.LONG, at);
            long high = views.get(Lanes.LONG, at + 8);
            int length = (int) low;
            if (length < 0) {
                throw FrameHeader.corrupt("a string of " + length + " bytes");
            } else if (length <= Lanes.VIEW_INLINE_BYTES) {
                if (!isPadded(length, low >>> 32, high)) {
                    throw FrameHeader.corrupt("a string of " + length + " bytes with more behind them");
                }
                if (((low & NOT_ASCII & -1L << 32) | (high & NOT_ASCII)) != 0) {
                    checkText(views, at + 4, length);
                }
            } else {
                long offset = high >>> 32;
                left -= length;
                if ((int) high != 0 || offset + length > heap.byteSize() || left < 0) {
                    throw FrameHeader.corrupt("a string outside its heap");
                }
                if (heap.get(Lanes.INT, offset) != (int) (low >>> 32)) {
                    throw FrameHeader.corrupt("a string that begins otherwise than its view");
                }
                if (!ascii) {
                    checkText(heap, offset, length);
                }
            }
        }
    }

    private static boolean isPadded(int length, long first4, long last8) {
        if (length <= 4) {
            return last8 == 0 && first4 >>> 8 * length == 0;
        }
        return length == Lanes.VIEW_INLINE_BYTES || last8 >>> 8 * (length - 4) == 0;
    }

    private static boolean isAscii(MemorySegment bytes) {
        long seen = 0;
        long at = 0;
        for (; at + 8 <= bytes.byteSize(); at += 8) {
            seen |= bytes.get(Lanes.LONG, at);
        }
        for (; at < bytes.byteSize(); at++) {
            seen |= bytes.get(Lanes.BYTE, at);
        }
        return (seen & NOT_ASCII) == 0;
    }

    private static void checkText(MemorySegment bytes, long from, int length) {
        if (Utf8.firstInvalid(bytes, (int) from, (int) from + length) >= 0) {
            throw FrameHeader.corrupt("a string that is not UTF-8");
        }
    }
}
