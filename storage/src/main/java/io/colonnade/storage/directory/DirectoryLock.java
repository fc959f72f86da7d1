package io.colonnade.storage.directory;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps the database in a directory from being opened twice, in this process or in two.
///
/// The operating system forgets a lock of a process as soon as the process closes the file under any name, so a
/// directory that this process has locked is known here, and its file is left alone.
final class DirectoryLock implements AutoCloseable {
    private static final String NAME = "colonnade.lock";
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final @Nullable FileChannel channel;

    private DirectoryLock(Path directory, @Nullable FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /// The lock of who opens the database. *Errors*: DATABASE_IN_USE.
    static DirectoryLock forOpening(FileSystem files, Path directory) throws IOException {
        return take(files, directory, false);
    }

    /// The lock of who only reads; nothing is written into the directory. *Errors*: DATABASE_IN_USE.
    static DirectoryLock forReading(FileSystem files, Path directory) throws IOException {
        return take(files, directory, true);
    }

    private static DirectoryLock take(FileSystem files, Path directory, boolean reads) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw inUse(directory);
        }
        FileChannel channel = null;
        boolean done = false;
        try {
            channel = open(files, directory.resolve(NAME), reads);
            if (channel != null && channel.tryLock(0, Long.MAX_VALUE, reads) == null) {
                throw inUse(directory);
            }
            done = true;
            return new DirectoryLock(real, channel);
        } catch (OverlappingFileLockException e) {
            throw inUse(directory);
        } finally {
            if (!done) {
                HELD.remove(real);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    /// Null if nobody ever had the database open that is only to be read.
    private static @Nullable FileChannel open(FileSystem files, Path file, boolean reads) throws IOException {
        if (!reads) {
            return files.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }
        return files.exists(file) ? files.open(file, StandardOpenOption.READ) : null;
    }

    private static EngineException inUse(Path directory) {
        return new EngineException(
                ErrorCode.DATABASE_IN_USE, "the database in " + directory + " is in use by another process");
    }

    @Override
    public void close() throws IOException {
        HELD.remove(directory);
        if (channel != null) {
            channel.close();
        }
    }
}
