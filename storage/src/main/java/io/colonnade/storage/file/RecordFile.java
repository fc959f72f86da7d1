package io.colonnade.storage.file;

import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.codec.RecordCodec;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A small file that holds one record, and is replaced as a whole.
///
/// ```text
/// 0 magic   8 int32 version   12 int32 payload bytes   16 int32 CRC-32C of version, size and payload
/// 20 the record's codec bytes
/// ```
public final class RecordFile<T> {
    private static final int HEADER_BYTES = 20;
    private static final int VERSION_AT = 8;
    private static final int CHECKSUM_AT = 16;

    private final RecordCodec<T> codec;
    private final long magic;
    private final int version;
    private final int bytesMax;

    /// A kind of file; `bytesMax` bounds what is read of one.
    public RecordFile(Class<T> type, long magic, int version, int bytesMax) {
        this.codec = new RecordCodec<>(type);
        this.magic = magic;
        this.version = version;
        this.bytesMax = bytesMax;
    }

    /// The record, null if there is no such file. *Errors*: CORRUPT_DATA that names the file.
    public @Nullable T read(FileSystem files, Path file) throws IOException {
        if (!files.exists(file)) {
            return null;
        }
        try (FileChannel channel = files.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(bytesMax, channel.size()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            if (bytes.hasRemaining() || bytes.limit() < HEADER_BYTES || bytes.getLong(0) != magic) {
                throw corrupt(file, null);
            }
            int length = bytes.getInt(12);
            if (length != bytes.limit() - HEADER_BYTES || bytes.getInt(CHECKSUM_AT) != checksum(bytes.array())) {
                throw corrupt(file, null);
            }
            if (bytes.getInt(VERSION_AT) != version) {
                throw new EngineException(
                        ErrorCode.CORRUPT_DATA, file + " has version " + bytes.getInt(VERSION_AT) + ", not " + version);
            }
            byte[] payload = new byte[length];
            bytes.get(HEADER_BYTES, payload);
            return codec.decode(payload);
        } catch (MalformedBytesException e) {
            throw corrupt(file, e);
        }
    }

    /// Durable when it returns; before, the file is what it was.
    public void write(FileSystem files, Path file, T record) throws IOException {
        byte[] payload = codec.encode(record);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(magic).putInt(version).putInt(payload.length).putInt(0).put(payload);
        bytes.putInt(CHECKSUM_AT, checksum(bytes.array())).flip();
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = files.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        files.renameAtomically(temporary, file);
        files.syncDirectory(Objects.requireNonNull(file.getParent()));
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, VERSION_AT, CHECKSUM_AT - VERSION_AT);
        crc.update(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
        return (int) crc.getValue();
    }

    private static EngineException corrupt(Path file, @Nullable Throwable cause) {
        return new EngineException(
                ErrorCode.CORRUPT_DATA, file + " is damaged: it does not match its checksum", null, null, cause);
    }
}
