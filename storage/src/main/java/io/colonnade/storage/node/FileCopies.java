package io.colonnade.storage.node;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import io.colonnade.storage.image.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Brings the files of segments from one database into another: by a link where both lie on one disk, else
/// copied and synced. Nobody writes to such a file under the name that it has, so a link is as good as a copy.
///
/// Each file is looked at first, and a copy compared with its checksum. The new names last when their directory
/// was synced, which is the caller's. *Errors*: CORRUPT_DATA, DISK_FULL and IO with the name of the file.
/// *Threads*: one.
public final class FileCopies {
    private static final int CHUNK_BYTES = 4 << 20;
    private static final String IMAGE_ADVICE = "delete the file: it is made again from the Parquet file beside it";

    private final FileSystem files;
    private final Runnable cancelCheck;
    private @Nullable ByteBuffer chunk;
    private long linked;
    private long copied;
    private long bytes;

    /// `cancelCheck` is called often and throws to stop a copy.
    public FileCopies(FileSystem files, Runnable cancelCheck) {
        this.files = files;
        this.cancelCheck = cancelCheck;
    }

    public CopyReport report(long version, @Nullable Long takenMillis) {
        return new CopyReport(version, takenMillis, linked, copied, bytes);
    }

    /// Brings both files of a segment from one directory into another.
    public void segment(SegmentEntry segment, Path from, Path to) {
        String parquet = segment.id() + FileNode.PARQUET;
        long size = parquetBytes(segment, from.resolve(parquet));
        bring(from.resolve(parquet), to.resolve(parquet), size, segment.fileChecksum());
        String image = segment.id() + FileNode.IMAGE;
        long imageBytes = imageBytes(segment.id(), from.resolve(image));
        if (imageBytes >= 0) {
            bring(from.resolve(image), to.resolve(image), imageBytes, null);
        }
    }

    private long parquetBytes(SegmentEntry segment, Path file) {
        if (!files.exists(file)) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, file + " is missing");
        }
        try (FileChannel channel = files.open(file, StandardOpenOption.READ)) {
            if (channel.size() != segment.fileBytes()) {
                throw damaged(file, "it has " + channel.size() + " bytes, not " + segment.fileBytes());
            }
            return channel.size();
        } catch (IOException e) {
            throw FileErrors.of(e, "open", file);
        }
    }

    /// The size of an image, -1 if there is none that can be used: it is made again from the Parquet file then.
    private long imageBytes(long segmentId, Path file) {
        try {
            if (!files.exists(file) || !ImageFile.isCurrent(files, file)) {
                return -1;
            }
            try (ImageFile image = ImageFile.open(files, file)) {
                if (image.segment().id() != segmentId) {
                    throw damaged(file, "it holds segment " + image.segment().id());
                }
                return image.bytes();
            }
        } catch (IOException e) {
            throw FileErrors.of(e, "open", file);
        } catch (EngineException e) {
            throw e.code() == ErrorCode.CORRUPT_DATA ? e.withHint(IMAGE_ADVICE) : e;
        }
    }

    private void bring(Path from, Path to, long size, @Nullable Integer checksum) {
        cancelCheck.run();
        try {
            // What an attempt that a crash ended may have left.
            files.delete(to);
            if (files.link(from, to)) {
                linked++;
            } else {
                copy(from, to, checksum);
                copied++;
            }
            bytes += size;
        } catch (IOException e) {
            throw FileErrors.of(e, "write", to);
        }
    }

    private void copy(Path from, Path to, @Nullable Integer checksum) throws IOException {
        ByteBuffer buffer = chunk == null ? ByteBuffer.allocate(CHUNK_BYTES) : chunk;
        chunk = buffer;
        CRC32C crc = new CRC32C();
        try (FileChannel source = files.open(from, StandardOpenOption.READ);
                FileChannel target = files.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (read(source, from, buffer)) {
                cancelCheck.run();
                crc.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    target.write(buffer);
                }
            }
            target.force(true);
        }
        if (checksum != null && checksum != (int) crc.getValue()) {
            throw damaged(from, "it does not match its checksum");
        }
    }

    private static boolean read(FileChannel source, Path from, ByteBuffer buffer) {
        try {
            buffer.clear();
            boolean more = source.read(buffer) >= 0;
            buffer.flip();
            return more;
        } catch (IOException e) {
            throw FileErrors.of(e, "read", from);
        }
    }

    private static EngineException damaged(Path file, String how) {
        return new EngineException(ErrorCode.CORRUPT_DATA, file + " is damaged: " + how);
    }
}
