package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Numbers of up to 32 bits in Parquet's mix of runs and bit-packed groups of eight.
///
/// ```text
/// varint header   even: header/2 times the value that follows      odd: header/2 groups of 8 packed values
/// ```
///
/// 8 bytes behind the end must be readable; they are never part of a value. Fails with IllegalStateException where
/// the bytes end too early.
final class HybridReader {
    private final MemorySegment bytes;
    private final long end;
    private final int width;
    private long at;
    private int runLeft;
    private boolean isPacked;
    private int runValue;
    private long packedBit;

    HybridReader(MemorySegment bytes, long start, long end, int width) {
        if (width < 0 || width > 32) {
            throw new IllegalStateException("values of " + width + " bits");
        }
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.width = width;
    }

    void readInts(int[] target, int from, int count) {
        int done = 0;
        while (done < count) {
            int n = nextPiece(count - done);
            if (isPacked) {
                unpack(bytes, packedBit, width, target, from + done, n);
                packedBit += (long) n * width;
            } else {
                Arrays.fill(target, from + done, from + done + n, runValue);
            }
            runLeft -= n;
            done += n;
        }
    }

    /// For a width of 1: sets bits `from` to `from + count` of a bitmap that has 8 readable bytes behind them.
    void readBits(MemorySegment target, long from, int count) {
        int done = 0;
        while (done < count) {
            int n = nextPiece(count - done);
            if (isPacked) {
                BitRange.copy(bytes, packedBit, target, from + done, n);
                packedBit += n;
            } else {
                BitRange.fill(target, from + done, n, runValue != 0);
            }
            runLeft -= n;
            done += n;
        }
    }

    private int nextPiece(int wanted) {
        while (runLeft == 0) {
            readHeader();
        }
        return Math.min(wanted, runLeft);
    }

    private void readHeader() {
        long header = 0;
        int shift = 0;
        byte b;
        do {
            if (at >= end || shift > 28) {
                throw new IllegalStateException("runs end too early");
            }
            b = bytes.get(Lanes.BYTE, at++);
            header |= (long) (b & 0x7F) << shift;
            shift += 7;
        } while (b < 0);
        isPacked = (header & 1) != 0;
        long length = header >>> 1;
        if (isPacked) {
            long bitsLeft = (end - at) * 8;
            // The last group may be cut where its values end.
            long count = width == 0 ? length * 8 : Math.min(length * 8, bitsLeft / width);
            runLeft = (int) Math.min(count, Integer.MAX_VALUE);
            packedBit = at * 8;
            at = Math.min(end, at + length * width);
        } else {
            int valueBytes = (width + 7) / 8;
            if (valueBytes > end - at) {
                throw new IllegalStateException("a run has no value");
            }
            long word = valueBytes == 0 ? 0 : bytes.get(Lanes.LONG, at) & ((1L << (valueBytes * 8)) - 1);
            runValue = (int) word;
            at += valueBytes;
            runLeft = (int) Math.min(length, Integer.MAX_VALUE);
        }
    }

    private static void unpack(MemorySegment bytes, long fromBit, int width, int[] target, int to, int count) {
        long mask = (1L << width) - 1;
        long bit = fromBit;
        for (int i = 0; i < count; i++) {
            target[to + i] = (int) (bytes.get(Lanes.LONG, bit >>> 3) >>> (bit & 7) & mask);
            bit += width;
        }
    }
}
