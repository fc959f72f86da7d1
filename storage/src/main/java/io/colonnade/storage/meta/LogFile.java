package io.colonnade.storage.meta;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

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
    private static final long LOG_MAGIC = 0x4154_454D_444E_4C43L; // "CLNDMETA"
    private static final long SNAPSHOT_MAGIC = 0x5041_4E53_444E_4C43L; // "CLNDSNAP"
    private static final int VERSION = 2;
    private static final int HEADER_BYTES = 64;
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
        for (Path old : files.list(directory)) {
            if (number(old, "log-") >= 0 || number(old, "snapshot-") >= 0) {
                files.delete(old);
            }
        }
        createLog(files, directory, 0).close();
    }

    /// Makes the log of a new database whose first state is what a snapshot of another one lists. It does not
    /// begin at 0, so that a log without its snapshot is not taken for that of an empty database.
    public static void create(FileSystem files, Path directory, CatalogSnapshot first) throws IOException {
        files.createDirectories(directory);
        MetaState state = ((CatalogView) first).state();
        long sequence = Math.max(1, state.version());
        writeSnapshot(files, snapshotPath(directory, sequence), sequence, state);
        createLog(files, directory, sequence).close();
    }

    /// What the log of a database that nobody has open comes to. Nothing in the directory is changed.
    public static CatalogSnapshot read(FileSystem files, Path directory, int nodeCount) throws IOException {
        Found found = Found.in(files, directory);
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
        Found found = Found.in(files, directory);
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
            log.deleteBefore(sequence);
            done = true;
            return log;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    /// The latest snapshot in a directory, -1 if there is none, and the numbers of the logs.
    private record Found(Path directory, long snapshot, List<Long> logs) {
        static Found in(FileSystem files, Path directory) throws IOException {
            long snapshot = -1;
            List<Long> logs = new ArrayList<>();
            for (Path file : files.list(directory)) {
                snapshot = Math.max(snapshot, number(file, "snapshot-"));
                if (number(file, "log-") >= 0) {
                    logs.add(number(file, "log-"));
                }
            }
            return new Found(directory, snapshot, logs);
        }

        long sequence() {
            return Math.max(0, snapshot);
        }

        Path log() {
            return logPath(directory, sequence());
        }

        MetaState state(FileSystem files, int nodeCount) throws IOException {
            return snapshot < 0 ? MetaState.empty(nodeCount) : readSnapshot(files, snapshotPath(directory, snapshot));
        }

        /// False if the log of the snapshot was not made yet; then the log before it is still there.
        boolean hasLog() {
            if (logs.contains(sequence())) {
                return true;
            }
            if (logs.stream().noneMatch(log -> log < sequence())) {
                throw corrupt(log(), "it is missing");
            }
            return false;
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
        ByteBuffer records = little((int) bytes);
        for (byte[] payload : payloads) {
            int checksum = checksum(end + records.position(), payload);
            records.putInt(payload.length).putInt(checksum).put(payload);
        }
        records.flip();
        try {
            writeFully(channel, records, end);
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
        ByteBuffer marker = little(16);
        marker.putLong(end).putInt(checksum(end, new byte[0])).putInt(0).flip();
        try {
            writeFully(channel, marker, HEADER_BYTES + 16 * (markers++ & 1));
        } catch (IOException e) {
            // The command is durable without it; the next one will find the same trouble and say so.
            broken = true;
        }
    }

    /// Starts a new log after a snapshot. If that fails the old log goes on; it only stays long.
    private void rotate() {
        Path snapshot = snapshotPath(directory, sequence);
        try {
            writeSnapshot(files, snapshot, sequence, state);
            FileChannel next = createLog(files, directory, sequence);
            channel.close();
            channel = next;
            path = logPath(directory, sequence);
            end = RECORDS_AT;
            start = sequence;
            markers = 0;
            deleteBefore(sequence);
        } catch (IOException e) {
            start = sequence;
            broken = files.exists(snapshot);
        }
    }

    /// A snapshot appears under its name only when it is durable.
    private static void writeSnapshot(FileSystem files, Path file, long sequence, MetaState state) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        byte[] bytes = MetaState.CODEC.encode(state);
        ByteBuffer content = little(HEADER_BYTES + 16 + bytes.length);
        content.put(header(SNAPSHOT_MAGIC, sequence)).putLong(bytes.length);
        content.putInt(checksum(sequence, bytes)).putInt(0).put(bytes).flip();
        try (FileChannel target = files.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(target, content, 0);
            target.force(true);
        }
        files.renameAtomically(temporary, file);
        files.syncDirectory(Objects.requireNonNull(file.getParent()));
    }

    private static MetaState readSnapshot(FileSystem files, Path file) throws IOException {
        try (FileChannel channel = files.open(file, StandardOpenOption.READ)) {
            long number = checkHeader(file, channel, SNAPSHOT_MAGIC);
            ByteBuffer head = read(file, channel, HEADER_BYTES, 16);
            long length = head.getLong(0);
            if (length < 0 || length != channel.size() - HEADER_BYTES - 16) {
                throw corrupt(file, "it has a wrong length");
            }
            byte[] bytes = read(file, channel, HEADER_BYTES + 16, (int) length).array();
            if (checksum(number, bytes) != head.getInt(8)) {
                throw corrupt(file, "it does not match its checksum");
            }
            return MetaState.CODEC.decode(bytes);
        } catch (MalformedBytesException e) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, file + " is damaged: " + e.getMessage(), e);
        }
    }

    /// With `repairs` an end that was never acknowledged is cut off.
    private void replay(boolean repairs) throws IOException {
        checkHeader(path, channel, LOG_MAGIC);
        long size = channel.size();
        long acknowledged = acknowledged();
        if (size < acknowledged) {
            throw corrupt(path, "it ends at byte " + size + ", but " + acknowledged + " bytes were acknowledged");
        }
        while (end < size) {
            byte[] payload = record(size);
            if (payload.length == 0) {
                if (end < acknowledged) {
                    throw corrupt(path, "the record at byte " + end + " does not match its checksum");
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
        ByteBuffer head = read(path, channel, end, RECORD_HEADER_BYTES);
        int length = head.getInt(0);
        if (length <= 0 || length > size - end - RECORD_HEADER_BYTES) {
            return new byte[0];
        }
        byte[] payload = read(path, channel, end + RECORD_HEADER_BYTES, length).array();
        return checksum(end, payload) == head.getInt(4) ? payload : new byte[0];
    }

    private long acknowledged() throws IOException {
        ByteBuffer slots = read(path, channel, HEADER_BYTES, 32);
        long acknowledged = -1;
        for (int at = 0; at < 32; at += 16) {
            long length = slots.getLong(at);
            if (length >= RECORDS_AT && slots.getInt(at + 8) == checksum(length, new byte[0])) {
                if (length > acknowledged) {
                    acknowledged = length;
                    markers = at == 0 ? 1 : 0;
                }
            }
        }
        if (acknowledged < 0) {
            throw corrupt(path, "its acknowledged length does not match its checksum");
        }
        return acknowledged;
    }

    /// A log appears under its name only when its header is durable.
    private static FileChannel createLog(FileSystem files, Path directory, long sequence) throws IOException {
        Path path = logPath(directory, sequence);
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        FileChannel channel = files.open(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        boolean done = false;
        try {
            ByteBuffer head = little(RECORDS_AT);
            head.put(header(LOG_MAGIC, sequence));
            for (int slot = 0; slot < 2; slot++) {
                head.putLong(RECORDS_AT)
                        .putInt(checksum(RECORDS_AT, new byte[0]))
                        .putInt(0);
            }
            head.rewind();
            writeFully(channel, head, 0);
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

    private void deleteBefore(long number) throws IOException {
        for (Path file : files.list(directory)) {
            long found = Math.max(number(file, "log-"), number(file, "snapshot-"));
            if (found >= 0 && found < number) {
                files.delete(file);
            }
        }
    }

    private static ByteBuffer header(long magic, long number) {
        ByteBuffer header = little(HEADER_BYTES);
        header.putLong(0, magic).putInt(8, VERSION).putLong(16, number);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, HEADER_BYTES - 4);
        return header.putInt(HEADER_BYTES - 4, (int) crc.getValue());
    }

    private static long checkHeader(Path file, FileChannel channel, long magic) throws IOException {
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

    private static int checksum(long number, byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(little(8).putLong(0, number).array());
        crc.update(payload);
        return (int) crc.getValue();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer read(Path file, FileChannel channel, long at, int bytes) throws IOException {
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

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /// The number in a file's name, -1 if it is not one of this log.
    private static long number(Path file, String prefix) {
        String name = String.valueOf(file.getFileName());
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
    }

    private static Path logPath(Path directory, long number) {
        return directory.resolve("log-" + number);
    }

    private static Path snapshotPath(Path directory, long number) {
        return directory.resolve("snapshot-" + number);
    }

    private static EngineException corrupt(Path file, String how) {
        return new EngineException(ErrorCode.CORRUPT_DATA, file + " is damaged: " + how);
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
