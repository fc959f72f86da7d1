package io.colonnade.coordinator.copy;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A file that appears under its name when it is whole, synced, and not before.
///
/// ```text
/// .rows.csv.partial-1   write .. write   finish(): sync, rename -> rows.csv
///                                        close() before that: it is deleted
/// ```
///
/// A name that ends with `.gz` is compressed. *Threads*: one.
public final class ExportFile implements AutoCloseable {
    private static final int NAMES_TRIED = 1000;
    private static final int BUFFER_BYTES = 1 << 18;

    private final FileSystem files;
    private final Path target;
    private final boolean overwrite;
    private final Path partial;
    private final FileChannel channel;
    private final @Nullable GZIPOutputStream gzip;
    private final OutputStream out;
    private boolean finished;

    private ExportFile(FileSystem files, Path target, boolean overwrite, Path partial, FileChannel channel)
            throws IOException {
        this.files = files;
        this.target = target;
        this.overwrite = overwrite;
        this.partial = partial;
        this.channel = channel;
        OutputStream stream = Channels.newOutputStream(channel);
        this.gzip = isGzip(target) ? new GZIPOutputStream(stream, BUFFER_BYTES) : null;
        this.out = new BufferedOutputStream(gzip == null ? stream : gzip, BUFFER_BYTES);
    }

    private static boolean isGzip(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /// *Errors*: DUPLICATE_OBJECT if the file is there and not to be overwritten.
    public static ExportFile create(FileSystem files, Path workingDirectory, String name, boolean overwrite) {
        if (name.isBlank() || name.indexOf('\0') >= 0) {
            throw new EngineException(ErrorCode.INVALID_PARAMETER, "'" + name + "' is not a file name");
        }
        Path target = workingDirectory.toAbsolutePath().resolve(name).normalize();
        if (target.toString().toLowerCase(Locale.ROOT).endsWith(".zst")) {
            throw EngineException.notSupported("COPY TO a file that is compressed with zstd");
        }
        if (files.isDirectory(target)) {
            throw new EngineException(ErrorCode.INVALID_PARAMETER, target + " is a directory, not a file");
        }
        check(files, target, overwrite);
        for (int i = 1; ; i++) {
            Path partial = target.resolveSibling("." + target.getFileName() + ".partial-" + i);
            try {
                FileChannel channel = files.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                return new ExportFile(files, target, overwrite, partial, channel);
            } catch (FileAlreadyExistsException e) {
                if (i == NAMES_TRIED) {
                    throw FileErrors.of(e, "create", partial);
                }
            } catch (IOException e) {
                throw FileErrors.of(e, "create", target);
            }
        }
    }

    private static void check(FileSystem files, Path target, boolean overwrite) {
        if (!overwrite && files.exists(target)) {
            throw new EngineException(
                    ErrorCode.DUPLICATE_OBJECT,
                    "the file " + target + " is there already",
                    null,
                    "move it away or add the option OVERWRITE",
                    null);
        }
    }

    public void write(ByteBuffer bytes) {
        try {
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        } catch (IOException e) {
            throw FileErrors.of(e, "write", target);
        }
    }

    /// Makes the file appear.
    public void finish() {
        try {
            out.flush();
            if (gzip != null) {
                gzip.finish();
            }
            channel.force(true);
            channel.close();
            check(files, target, overwrite);
            files.renameAtomically(partial, target);
            finished = true;
            Path parent = target.getParent();
            if (parent != null) {
                files.syncDirectory(parent);
            }
        } catch (IOException e) {
            throw FileErrors.of(e, "write", target);
        }
    }

    /// Removes what was written, unless it is finished.
    @Override
    public void close() {
        if (finished) {
            return;
        }
        finished = true;
        try {
            channel.close();
            files.delete(partial);
        } catch (IOException e) {
            // The statement fails for a reason of its own; what is left has a name that no pattern of COPY matches.
        }
    }
}
