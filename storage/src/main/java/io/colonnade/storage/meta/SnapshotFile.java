package io.colonnade.storage.meta;

import static io.colonnade.storage.meta.LogBytes.HEADER_BYTES;

import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// The state after a number of commands, as a file; its format is drawn at {@link LogFile}.
final class SnapshotFile {
    private static final long MAGIC = 0x5041_4E53_444E_4C43L; // "CLNDSNAP"

    private SnapshotFile() {}

    /// A snapshot appears under its name only when it is durable.
    static void write(FileSystem files, Path file, long sequence, MetaState state) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        byte[] bytes = MetaState.CODEC.encode(state);
        ByteBuffer content = LogBytes.little(HEADER_BYTES + 16 + bytes.length);
        content.put(LogBytes.header(MAGIC, sequence)).putLong(bytes.length);
        content.putInt(LogBytes.checksum(sequence, bytes)).putInt(0).put(bytes).flip();
        try (FileChannel target = files.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            LogBytes.writeFully(target, content, 0);
            target.force(true);
        }
        files.renameAtomically(temporary, file);
        files.syncDirectory(Objects.requireNonNull(file.getParent()));
    }

    static MetaState read(FileSystem files, Path file) throws IOException {
        try (FileChannel channel = files.open(file, StandardOpenOption.READ)) {
            long number = LogBytes.checkHeader(file, channel, MAGIC);
            ByteBuffer head = LogBytes.read(file, channel, HEADER_BYTES, 16);
            long length = head.getLong(0);
            if (length < 0 || length != channel.size() - HEADER_BYTES - 16) {
                throw LogBytes.corrupt(file, "it has a wrong length");
            }
            byte[] bytes = LogBytes.read(file, channel, HEADER_BYTES + 16, (int) length)
                    .array();
            if (LogBytes.checksum(number, bytes) != head.getInt(8)) {
                throw LogBytes.corrupt(file, "it does not match its checksum");
            }
            return MetaState.CODEC.decode(bytes);
        } catch (MalformedBytesException e) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, file + " is damaged: " + e.getMessage(), e);
        }
    }
}
