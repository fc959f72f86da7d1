package io.colonnade.core.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;

/// The files of a database directory. Tests replace it to fail, fill up or forget un-synced writes.
///
/// *Durability*: a created, renamed or deleted name lasts only after {@link #syncDirectory}; bytes only after
/// `force` of their channel.
public interface FileSystem {
    FileSystem LOCAL = new LocalFileSystem();

    FileChannel open(Path file, OpenOption... options) throws IOException;

    void createDirectories(Path directory) throws IOException;

    /// Replaces `target` in one step.
    void renameAtomically(Path source, Path target) throws IOException;

    /// Gives a file another name beside the one it has; false if there can be none, as on another disk, so that
    /// it has to be copied. Whoever deletes or replaces one of the names leaves the other as it is.
    default boolean link(Path existing, Path name) throws IOException {
        return false;
    }

    void syncDirectory(Path directory) throws IOException;

    void delete(Path file) throws IOException;

    boolean exists(Path file);

    boolean isDirectory(Path file);

    boolean isSymbolicLink(Path file);

    /// Names in a directory, sorted; empty if it does not exist.
    List<Path> list(Path directory) throws IOException;

    /// Bytes that can still be written where `path` lies.
    long usableBytes(Path path) throws IOException;
}
