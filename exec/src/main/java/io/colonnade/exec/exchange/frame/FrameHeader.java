package io.colonnade.exec.exchange.frame;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The first 48 bytes of a frame; the package page shows where each field lies.
public record FrameHeader(FrameKind kind, int length, int check, StreamId stream, long argument) {
    public static final int BYTES = 48;
    public static final int VERSION = 1;
    /// The longest payload.
    public static final int LENGTH_MAX = 16 * 1024 * 1024;

    /// The longest secret in a greeting.
    public static final int SECRET_BYTES_MAX = 64;

    public static FrameHeader bare(FrameKind kind, StreamId stream, long argument) {
        return new FrameHeader(kind, 0, 0, stream, argument);
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        MemorySegment target = MemorySegment.ofArray(bytes);
        bytes[0] = 'C';
        bytes[1] = 'F';
        bytes[2] = VERSION;
        bytes[3] = (byte) kind.code();
        target.set(Lanes.INT, 4, length);
        target.set(Lanes.INT, 12, check);
        target.set(Lanes.LONG, 16, stream.query());
        target.set(Lanes.INT, 24, stream.attempt());
        target.set(Lanes.INT, 28, stream.fragment());
        target.set(Lanes.INT, 32, stream.sender());
        target.set(Lanes.INT, 36, stream.receiver());
        target.set(Lanes.LONG, 40, argument);
        target.set(Lanes.INT, 8, headerCheck(bytes));
        return bytes;
    }

    /// Throws CORRUPT_DATA for anything that {@link #toBytes} did not make.
    public static FrameHeader read(byte[] bytes) {
        MemorySegment source = MemorySegment.ofArray(bytes);
        if (bytes.length != BYTES || bytes[0] != 'C' || bytes[1] != 'F') {
            throw corrupt("bytes that begin no frame");
        }
        if (bytes[2] != VERSION) {
            throw corrupt("a frame of format " + bytes[2] + ", this node reads " + VERSION);
        }
        if (source.get(Lanes.INT, 8) != headerCheck(bytes)) {
            throw corrupt("a frame header with a wrong checksum");
        }
        FrameKind kind = FrameKind.of(bytes[3]);
        int length = source.get(Lanes.INT, 4);
        if (kind == null || length < kind.lengthMin() || length > kind.lengthMax()) {
            throw corrupt("a frame of kind " + bytes[3] + " and " + Integer.toUnsignedLong(length) + " bytes");
        }
        long argument = source.get(Lanes.LONG, 40);
        if (argument < kind.argumentMin()) {
            throw corrupt("a frame of kind " + kind + " about " + argument);
        }
        StreamId stream = new StreamId(
                source.get(Lanes.LONG, 16),
                source.get(Lanes.INT, 24),
                source.get(Lanes.INT, 28),
                source.get(Lanes.INT, 32),
                source.get(Lanes.INT, 36));
        return new FrameHeader(kind, length, source.get(Lanes.INT, 12), stream, argument);
    }

    /// The check that belongs into a header.
    public static int headerCheck(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 8);
        crc.update(bytes, 12, BYTES - 12);
        return (int) crc.getValue();
    }

    /// CRC-32C of a payload.
    public static int check(ByteBuffer payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    public static EngineException corrupt(String what) {
        return new EngineException(ErrorCode.CORRUPT_DATA, "an exchange connection delivered " + what);
    }
}
