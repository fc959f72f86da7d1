package io.colonnade.storage.directory;

import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// How far the metadata log of a directory has come, `colonnade.reached`, beside the log and not within its folder:
/// a log that is found shorter is an older copy that somebody has put there.
///
/// ```text
/// 0 "CLNDSEEN"  8 int64 commands of the log  16 int32 CRC-32C of them  20 int32 version 1  24 zeros
/// 32 the same again; they are written in turn, and the larger valid one counts
/// ```
///
/// It is synced when the database is opened, and not with each commit: after a crash of the machine it may tell of
/// fewer commands than there were, never of more. *Thread safety*: one thread at a time.
final class ReachedMark implements AutoCloseable {
    /// Nothing was written down, or it is not readable.
    static final long UNKNOWN = -1;

    private static final String NAME = "colonnade.reached";
    private static final long MAGIC = 0x4E45_4553_444E_4C43L; // "CLNDSEEN"
    private static final int VERSION = 1;
    private static final int SLOT_BYTES = 32;

    private final FileChannel channel;
    private long writes;

    private ReachedMark(FileChannel channel) {
        this.channel = channel;
    }

    static ReachedMark open(FileSystem files, Path directory) throws IOException {
        return new ReachedMark(files.open(
                directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /// How many commands the log had when last heard of, or {@link #UNKNOWN}.
    long commands() throws IOException {
        ByteBuffer slots = ByteBuffer.allocate(2 * SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (slots.hasRemaining() && channel.read(slots, slots.position()) >= 0) {}
        long commands = UNKNOWN;
        for (int at = 0; at + SLOT_BYTES <= slots.position(); at += SLOT_BYTES) {
            long found = slots.getLong(at + 8);
            boolean valid = slots.getLong(at) == MAGIC
                    && slots.getInt(at + 16) == checksum(found)
                    && slots.getInt(at + 20) == VERSION;
            commands = valid ? Math.max(commands, found) : commands;
        }
        return commands;
    }

    /// Forgets what was written down, durably.
    void reset(long commands) throws IOException {
        write(commands);
        write(commands);
        channel.force(true);
    }

    /// The log has come further.
    void advance(long commands) {
        try {
            write(commands);
        } catch (IOException e) {
            // It tells of fewer commands than there are, as after a crash.
        }
    }

    private void write(long commands) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        slot.putLong(0, MAGIC)
                .putLong(8, commands)
                .putInt(16, checksum(commands))
                .putInt(20, VERSION);
        long at = SLOT_BYTES * (writes++ & 1);
        while (slot.hasRemaining()) {
            at += channel.write(slot, at);
        }
    }

    private static int checksum(long commands) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, commands)
                .array());
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
