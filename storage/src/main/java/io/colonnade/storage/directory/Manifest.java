package io.colonnade.storage.directory;

import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.codec.RecordCodec;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.image.Checksums;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// What a directory says of itself: `colonnade.database`.
///
/// `backup` says of which moment of which database it is a backup, null if it is none.
///
/// ```text
/// 0 "CLNDDATA"   8 int32 version 2   12 int32 payload bytes   16 int32 CRC-32C of version, size and payload
/// 20 the record's codec bytes; version 1, which is read too, has no backup
/// ```
record Manifest(String databaseId, int nodeCount, @Nullable Backup backup) {
    private static final RecordCodec<Manifest> CODEC = new RecordCodec<>(Manifest.class);
    private static final RecordCodec<Plain> PLAIN = new RecordCodec<>(Plain.class);
    static final String NAME = "colonnade.database";
    private static final long MAGIC = 0x4154_4144_444E_4C43L;
    private static final int VERSION = 2;
    private static final int HEADER_BYTES = 20;
    private static final int BYTES_MAX = 1 << 16;

    /// Of which version of which database a backup is, and when it was taken.
    record Backup(String databaseId, long version, long takenMillis) {}

    /// What version 1 has.
    private record Plain(String databaseId, int nodeCount) {
        Manifest manifest() {
            return new Manifest(databaseId, nodeCount, null);
        }
    }

    /// When the backup was taken, null if it is none.
    @Nullable
    Long takenMillis() {
        return backup == null ? null : backup.takenMillis();
    }

    /// The manifest of a directory, null if it has none.
    static @Nullable Manifest read(FileSystem files, Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!files.exists(file)) {
            return null;
        }
        try (FileChannel channel = files.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(BYTES_MAX, channel.size()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            if (bytes.hasRemaining() || bytes.limit() < HEADER_BYTES || bytes.getLong(0) != MAGIC) {
                throw corrupt(file, null);
            }
            int length = bytes.getInt(12);
            if (length != bytes.limit() - HEADER_BYTES || bytes.getInt(16) != checksum(bytes.array())) {
                throw corrupt(file, null);
            }
            byte[] payload = new byte[length];
            bytes.get(HEADER_BYTES, payload);
            return switch (bytes.getInt(8)) {
                case 1 -> PLAIN.decode(payload).manifest();
                case VERSION -> CODEC.decode(payload);
                default ->
                    throw new EngineException(
                            ErrorCode.CORRUPT_DATA,
                            file + " has version " + bytes.getInt(8) + " of the format, this engine reads version "
                                    + VERSION,
                            null,
                            "use the engine that wrote it",
                            null);
            };
        } catch (MalformedBytesException e) {
            throw corrupt(file, e);
        }
    }

    void write(FileSystem files, Path directory) throws IOException {
        byte[] payload = CODEC.encode(this);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC).putInt(VERSION).putInt(payload.length).putInt(0).put(payload);
        bytes.putInt(16, checksum(bytes.array())).flip();
        Path temporary = directory.resolve(NAME + ".tmp");
        try (FileChannel channel = files.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        files.renameAtomically(temporary, directory.resolve(NAME));
        files.syncDirectory(directory);
    }

    private static int checksum(byte[] bytes) {
        byte[] covered = new byte[bytes.length - 12];
        System.arraycopy(bytes, 8, covered, 0, 8);
        System.arraycopy(bytes, HEADER_BYTES, covered, 8, bytes.length - HEADER_BYTES);
        return Checksums.crc32c(covered, 0, covered.length);
    }

    private static EngineException corrupt(Path file, @Nullable Throwable cause) {
        return new EngineException(
                ErrorCode.CORRUPT_DATA, file + " is damaged: it does not match its checksum", null, null, cause);
    }
}
