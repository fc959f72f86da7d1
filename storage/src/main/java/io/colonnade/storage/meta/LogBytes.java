package io.colonnade.storage.meta;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// What the files of a metadata log are made of: headers, checksums, and bytes that are all there or an error.
final class LogBytes {
    static final int HEADER_BYTES = 64;

    private static final int VERSION = 2;

    private LogBytes() {}

    static ByteBuffer header(long magic, long number) {
        ByteBuffer header = little(HEADER_BYTES);
        header.putLong(0, magic).putInt(8, VERSION).putLong(16, number);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, HEADER_BYTES - 4);
        return header.putInt(HEADER_BYTES - 4, (int) crc.getValue());
    }

    static long checkHeader(Path file, FileChannel channel, long magic) throws IOException {
        ByteBuffer header = read(file, channel, 0, HEADER_BYTES);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, HEADER_BYTES - 4);
        if (header.getLong(0) != magic || (int) crc.getValue() != header.getInt(HEADER_BYTES - 4)) {
            throw corrupt(file, "its header does not match its checksum");
        }
        if (header.getInt(8) != VERSION) {
            throw new EngineException(
                    ErrorCode.CORRUPT_DATA,
                    file + " was written in version " + header.getInt(8) + " of the format, this engine reads version "
                            + VERSION,
                    null,
                    "open it with the engine that wrote it, and load its tables into a new directory",
                    null);
        }
        return header.getLong(16);
    }

    static int checksum(long number, byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(little(8).putLong(0, number).array());
        crc.update(payload);
        return (int) crc.getValue();
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ByteBuffer read(Path file, FileChannel channel, long at, int bytes) throws IOException {
        if (bytes > channel.size() - at) {
            throw corrupt(file, "it ends too early");
        }
        ByteBuffer buffer = little(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw corrupt(file, "it ends too early");
            }
        }
        return buffer.flip();
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    static EngineException corrupt(Path file, String how) {
        return new EngineException(ErrorCode.CORRUPT_DATA, file + " is damaged: " + how);
    }
}
