package io.colonnade.storage.image;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/// CRC-32C of memory.
public final class Checksums {
    private static final long STEP = 1 << 30;
    private static final int PIECE_BYTES = 32 << 10;

    private Checksums() {}

    public static int crc32c(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < bytes.byteSize(); at += STEP) {
            crc.update(bytes.asSlice(at, Math.min(STEP, bytes.byteSize() - at)).asByteBuffer());
        }
        return (int) crc.getValue();
    }

    /// The same for memory that is a mapped file, in pieces that are copied first: if the disk fails or the file was
    /// cut off, copying gives an InternalError, while the machine's own CRC loops would end the process.
    static int crc32cOfMapped(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        byte[] piece = new byte[(int) Math.min(PIECE_BYTES, bytes.byteSize())];
        for (long at = 0; at < bytes.byteSize(); at += piece.length) {
            int length = (int) Math.min(piece.length, bytes.byteSize() - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, piece, 0, length);
            crc.update(piece, 0, length);
        }
        return (int) crc.getValue();
    }

    public static int crc32c(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
