package io.colonnade.storage.image;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/// CRC-32C of memory.
public final class Checksums {
    private static final long STEP = 1 << 30;

    private Checksums() {}

    public static int crc32c(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < bytes.byteSize(); at += STEP) {
            crc.update(bytes.asSlice(at, Math.min(STEP, bytes.byteSize() - at)).asByteBuffer());
        }
        return (int) crc.getValue();
    }

    public static int crc32c(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
