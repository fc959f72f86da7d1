package io.colonnade.coordinator.copy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileOptions.Format;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import io.colonnade.storage.parquet.ParquetRowsWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// A file that appears under its name when it is whole, synced, and not before.
///
/// ```text
/// .rows.csv.partial-1   write .. write   finish(): sync, rename -> rows.csv
///                                        close() before that: it is deleted
/// ```
///
/// A name that ends with `.gz` or `.zst` is compressed. *Threads*: one.
public final class ExportFile implements AutoCloseable {
    private static final int NAMES_TRIED = 1000;
    private static final int BUFFER_BYTES = 1 << 18;

    private final FileSystem files;
    private final Path target;
    private final boolean overwrite;
    private final Path partial;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean finished;
    private boolean abandoned;

    /// Something that is done with the file.
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    private ExportFile(FileSystem files, Path target, boolean overwrite, Path partial, FileChannel channel)
            throws IOException {
        this.files = files;
        this.target = target;
        this.overwrite = overwrite;
        this.partial = partial;
        this.channel = channel;
        this.out = new BufferedOutputStream(compressed(target, new ChannelStream()), BUFFER_BYTES);
    }

    private static OutputStream compressed(Path target, OutputStream stream) throws IOException {
        if (hasExtension(target, ".gz")) {
            return new GZIPOutputStream(stream, BUFFER_BYTES);
        }
        return hasExtension(target, ".zst") ? new ZstdOutputStreamNoFinalizer(stream) : stream;
    }

    private static boolean hasExtension(Path path, String extension) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(extension);
    }

    /// The channel, which compressors do not close: it is to be synced after them.
    private final class ChannelStream extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(bytes, from, count);
            while (rest.hasRemaining() && !abandoned) {
                channel.write(rest);
            }
        }
    }

    /// *Errors*: DUPLICATE_OBJECT if the file is there and not to be overwritten.
    public static ExportFile create(
            FileSystem files, Path workingDirectory, String name, Format format, boolean overwrite) {
        if (name.isBlank() || name.indexOf('\0') >= 0) {
            throw new EngineException(ErrorCode.INVALID_PARAMETER, "'" + name + "' is not a file name");
        }
        Path target = workingDirectory.toAbsolutePath().resolve(name).normalize();
        if (format == Format.PARQUET && (hasExtension(target, ".gz") || hasExtension(target, ".zst"))) {
            throw new EngineException(
                    ErrorCode.INVALID_PARAMETER,
                    "a Parquet file is compressed inside, not as a whole: " + target,
                    null,
                    "give it a name that ends with .parquet",
                    null);
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

    void write(byte[] bytes) {
        attempt(() -> out.write(bytes));
    }

    /// A writer of the whole file; nothing else is to be written to it then.
    ParquetRowsWriter parquet(List<ColumnDefinition> columns) {
        try {
            return new ParquetRowsWriter(channel, columns);
        } catch (IOException e) {
            throw FileErrors.of(e, "write", target);
        }
    }

    /// Names the file in what goes wrong.
    void attempt(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw FileErrors.of(e, "write", target);
        }
    }

    /// Makes the file appear.
    public void finish() {
        try {
            if (channel.isOpen()) {
                out.close();
                channel.force(true);
                channel.close();
            }
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
        abandoned = true;
        try {
            // The compressor gives its memory back.
            out.close();
            channel.close();
            files.delete(partial);
        } catch (IOException e) {
            // The statement fails for a reason of its own; what is left has a name that no pattern of COPY matches.
        }
    }
}
