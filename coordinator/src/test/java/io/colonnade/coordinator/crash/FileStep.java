package io.colonnade.coordinator.crash;

import java.nio.file.Path;

/// One thing done to files, as {@link RecordingFiles} remembers it. Open files are numbered, since their names change.
public sealed interface FileStep {
    /// A file appeared under a name.
    record Created(Path name, int file) implements FileStep {}

    /// Bytes were written.
    record Written(int file, long at, byte[] bytes) implements FileStep {}

    /// A file was cut off, or lengthened by zeros.
    record Truncated(int file, long size) implements FileStep {}

    /// What was written to a file before lasts from now on.
    record Forced(int file) implements FileStep {}

    /// A name was given to the file of another one.
    record Renamed(Path from, Path to) implements FileStep {}

    /// A name was taken away.
    record Deleted(Path name) implements FileStep {}

    /// The names in a directory last from now on.
    record DirectorySynced(Path directory) implements FileStep {}
}
