package io.colonnade.storage.meta;

import static io.colonnade.storage.meta.LogBytes.HEADER_BYTES;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongConsumer;

/// The files of a metadata log: a snapshot of the state now and then, and the commands since.
///
/// ```text
/// log-N        header (64 bytes): 0 "CLNDMETA"  8 int32 version 2  12 int32 0  16 int64 N  24 zeros  60 int32 CRC-32C
///              64  acknowledged length: int64 bytes, int32 CRC-32C, int32 0
///              80  the same again; they are written in turn, and the longer valid one counts
///              96  zeros
///              128 records: int32 length, int32 CRC-32C of (int64 offset in the file, payload), payload
/// snapshot-N   header as above with "CLNDSNAP", then int64 length, int32 CRC-32C, int32 0, the state
/// ```
///
/// N counts the commands before the file; `log-N` follows `snapshot-N` (or nothing, for `log-0`). A command is
/// acknowledged when its record was synced; after that the acknowledged length is written, to be synced with
/// the next record. So a process that is killed leaves a length that covers all that it acknowledged, and a
/// file that ends before that length, or has a damaged record inside it, has lost something: CORRUPT_DATA. A
/// damaged end beyond it was never acknowledged and is cut off.
public final class LogFile {
    private static final long MAGIC = 0x4154_454D_444E_4C43L; // "CLNDMETA"
    private static final int RECORDS_AT = 128;
    private static final int RECORD_HEADER_BYTES = 8;
    private static final int SNAPSHOT_RECORDS = 1000;
    private static final long SNAPSHOT_BYTES = 16 << 20;
    private static final long RECORDS_BYTES_MAX = 1 << 30;

    private final FileSystem files;
    private final Path directory;
    private MetaState state;
    private long sequence;
    private long start;
    private Path path;
    private FileChannel channel;
    private long end = RECORDS_AT;
    private long markers;
    private boolean broken;
    private boolean cut;
    private LongConsumer acknowledged = commands -> {};

    private LogFile(FileSystem files, Path directory, MetaState state, long sequence, Path path, FileChannel channel) {
        this.files = files;
        this.directory = directory;
        this.state = state;
        this.sequence = sequence;
        this.start = sequence;
        this.path = path;
        this.channel = channel;
    }

    /// Makes the log of a new database; what an earlier attempt left is replaced.
    public static void create(FileSystem files, Path directory) throws IOException {
        files.createDirectories(directory);
        LogFolder.deleteBefore(files, directory, Long.MAX_VALUE);
        createLog(files, directory, 0).close();
    }

    /// Makes the log of a new database whose first state is what a snapshot of another one lists. It does not
    /// begin at 0, so that a log without its snapshot is not taken for that of an empty database.
    public static void create(FileSystem files, Path directory, CatalogSnapshot first) throws IOException {
        files.createDirectories(directory);
        MetaState state = ((CatalogView) first).state();
        long sequence = Math.max(1, state.version());
        SnapshotFile.write(files, LogFolder.snapshot(directory, sequence), sequence, state);
        createLog(files, directory, sequence).close();
    }

    /// What the log of a database that nobody has open comes to. Nothing in the directory is changed.
    public static CatalogSnapshot read(FileSystem files, Path directory, int nodeCount) throws IOException {
        LogFolder found = LogFolder.in(files, directory);
        MetaState state = found.state(files, nodeCount);
        if (!found.hasLog()) {
            return new CatalogView(state, null);
        }
        try (FileChannel channel = files.open(found.log(), StandardOpenOption.READ)) {
            LogFile log = new LogFile(files, directory, state, found.sequence(), found.log(), channel);
            log.replay(false);
            return new CatalogView(log.state, null);
        }
    }

    /// Opens the log of an existing database.
    public static LogFile open(FileSystem files, Path directory, int nodeCount) throws IOException {
        LogFolder found = LogFolder.in(files, directory);
        long sequence = found.sequence();
        MetaState state = found.state(files, nodeCount);
        Path path = found.log();
        if (!found.hasLog()) {
            createLog(files, directory, sequence).close();
        }
        FileChannel channel = files.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean done = false;
        try {
            LogFile log = new LogFile(files, directory, state, sequence, path, channel);
            log.replay(true);
            LogFolder.deleteBefore(files, directory, sequence);
            done = true;
            return log;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    /// Calls `listener` with the number of all commands whenever some became durable.
    public void onAcknowledged(LongConsumer listener) {
        acknowledged = listener;
    }

    /// How many commands there ever were.
    public long commands() {
        return sequence;
    }

    /// Whether an end that was never acknowledged was cut off when the log was opened.
    public boolean wasCut() {
        return cut;
    }

    /// Segments up to here, exclusive, have ids that were set apart.
    public long nextSegmentId() {
        return state.nextSegmentId();
    }

    MetaState recovered() {
        return state;
    }

    /// Makes commands durable, all or none of them; `after` is the state that they lead to.
    void append(List<byte[]> payloads, MetaState after) {
        if (broken) {
            throw new EngineException(
                    ErrorCode.IO,
                    "the metadata log " + path + " failed before and takes no more commands",
                    null,
                    "close and open the database again",
                    null);
        }
        long bytes = payloads.stream()
                .mapToLong(payload -> RECORD_HEADER_BYTES + payload.length)
                .sum();
        if (bytes > RECORDS_BYTES_MAX) {
            throw new EngineException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a commit of " + bytes + " bytes is more than the metadata log takes at once (" + RECORDS_BYTES_MAX
                            + ")",
                    null,
                    "change fewer rows in one transaction",
                    null);
        }
        ByteBuffer records = LogBytes.little((int) bytes);
        for (byte[] payload : payloads) {
            int checksum = LogBytes.checksum(end + records.position(), payload);
            records.putInt(payload.length).putInt(checksum).put(payload);
        }
        records.flip();
        try {
            LogBytes.writeFully(channel, records, end);
        } catch (IOException e) {
            cutBack();
            throw broken ? unknown(e, "written") : FileErrors.of(e, "write", path);
        }
        try {
            channel.force(false);
        } catch (IOException e) {
            // Whether the records last is unknown, and asking again would lie: the pages may be dropped by now.
            broken = true;
            throw unknown(e, "synced");
        }
        end += bytes;
        state = after;
        sequence += payloads.size();
        writeMarker();
        acknowledged.accept(sequence);
        if (sequence - start >= SNAPSHOT_RECORDS || end >= SNAPSHOT_BYTES) {
            rotate();
        }
    }

    /// Always IO, a full disk too: whoever hears of it knows that the commands may have happened.
    private EngineException unknown(IOException e, String verb) {
        return new EngineException(
                ErrorCode.IO,
                "the metadata log " + path + " cannot be " + verb + ": " + e.getMessage(),
                null,
                "close and open the database again",
                e);
    }

    private void cutBack() {
        try {
            channel.truncate(end);
            channel.force(true);
        } catch (IOException e) {
            broken = true;
        }
    }

    private void writeMarker() {
        ByteBuffer marker = LogBytes.little(16);
        marker.putLong(end)
                .putInt(LogBytes.checksum(end, new byte[0]))
                .putInt(0)
                .flip();
        try {
            LogBytes.writeFully(channel, marker, HEADER_BYTES + 16 * (markers++ & 1));
        } catch (IOException e) {
            // The command is durable without it; the next one will find the same trouble and say so.
            broken = true;
        }
    }

    /// Starts a new log after a snapshot. If that fails the old log goes on; it only stays long.
    private void rotate() {
        Path snapshot = LogFolder.snapshot(directory, sequence);
        try {
            SnapshotFile.write(files, snapshot, sequence, state);
            FileChannel next = createLog(files, directory, sequence);
            channel.close();
            channel = next;
            path = LogFolder.log(directory, sequence);
            end = RECORDS_AT;
            start = sequence;
            markers = 0;
            LogFolder.deleteBefore(files, directory, sequence);
        } catch (IOException e) {
            start = sequence;
            broken = files.exists(snapshot);
        }
    }

    /// With `repairs` an end that was never acknowledged is cut off.
    private void replay(boolean repairs) throws IOException {
        LogBytes.checkHeader(path, channel, MAGIC);
        long size = channel.size();
        long acknowledged = acknowledged();
        if (size < acknowledged) {
            throw LogBytes.corrupt(
                    path, "it ends at byte " + size + ", but " + acknowledged + " bytes were acknowledged");
        }
        while (end < size) {
            byte[] payload = record(size);
            if (payload.length == 0) {
                if (end < acknowledged) {
                    throw LogBytes.corrupt(path, "the record at byte " + end + " does not match its checksum");
                }
                if (repairs) {
                    channel.truncate(end);
                    channel.force(true);
                }
                cut = true;
                break;
            }
            try {
                state = MetaMachine.apply(state, LocalMetaLog.CODEC.decode(payload))
                        .state();
            } catch (MalformedBytesException | EngineException e) {
                throw new EngineException(
                        ErrorCode.CORRUPT_DATA,
                        path + " is damaged: the command at byte " + end + " cannot be applied: " + e.getMessage(),
                        e);
            }
            end += RECORD_HEADER_BYTES + payload.length;
            sequence++;
        }
    }

    /// The payload at `end`, empty if there is no whole one.
    private byte[] record(long size) throws IOException {
        if (size - end < RECORD_HEADER_BYTES) {
            return new byte[0];
        }
        ByteBuffer head = LogBytes.read(path, channel, end, RECORD_HEADER_BYTES);
        int length = head.getInt(0);
        if (length <= 0 || length > size - end - RECORD_HEADER_BYTES) {
            return new byte[0];
        }
        byte[] payload =
                LogBytes.read(path, channel, end + RECORD_HEADER_BYTES, length).array();
        return LogBytes.checksum(end, payload) == head.getInt(4) ? payload : new byte[0];
    }

    private long acknowledged() throws IOException {
        ByteBuffer slots = LogBytes.read(path, channel, HEADER_BYTES, 32);
        long acknowledged = -1;
        for (int at = 0; at < 32; at += 16) {
            long length = slots.getLong(at);
            if (length >= RECORDS_AT && slots.getInt(at + 8) == LogBytes.checksum(length, new byte[0])) {
                if (length > acknowledged) {
                    acknowledged = length;
                    markers = at == 0 ? 1 : 0;
                }
            }
        }
        if (acknowledged < 0) {
            throw LogBytes.corrupt(path, "its acknowledged length does not match its checksum");
        }
        return acknowledged;
    }

    /// A log appears under its name only when its header is durable.
    private static FileChannel createLog(FileSystem files, Path directory, long sequence) throws IOException {
        Path path = LogFolder.log(directory, sequence);
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        FileChannel channel = files.open(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        boolean done = false;
        try {
            ByteBuffer head = LogBytes.little(RECORDS_AT);
            head.put(LogBytes.header(MAGIC, sequence));
            for (int slot = 0; slot < 2; slot++) {
                head.putLong(RECORDS_AT)
                        .putInt(LogBytes.checksum(RECORDS_AT, new byte[0]))
                        .putInt(0);
            }
            head.rewind();
            LogBytes.writeFully(channel, head, 0);
            channel.force(true);
            files.renameAtomically(temporary, path);
            files.syncDirectory(directory);
            done = true;
            return channel;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    void close() {
        try {
            if (!broken) {
                channel.force(true);
            }
            channel.close();
        } catch (IOException e) {
            throw FileErrors.of(e, "close", path);
        }
    }
}
