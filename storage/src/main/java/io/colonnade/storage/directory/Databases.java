package io.colonnade.storage.directory;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import java.io.IOException;
import java.nio.file.Path;

/// Opens databases.
public final class Databases {
    private Databases() {}

    /// An empty database whose segments live in `pool`; what a load cannot keep there goes to temporary files.
    public static Database inMemory(int nodeCount, MemoryPool pool, FileSystem files, Chance chance) {
        return new MemoryDatabase(nodeCount, pool, files, chance);
    }

    /// Opens or creates the database in a directory. `nodeCount` 0 stands for the count that the directory has, or 1.
    /// A damaged file of a segment does not keep it from opening: {@link Database#health} tells of it.
    /// Errors: DATABASE_IN_USE if another process has it open, INVALID_PARAMETER if it has another node count,
    /// CORRUPT_DATA naming the file if its manifest or metadata log is damaged.
    public static Database open(
            Path directory, int nodeCount, MemoryPool pool, FileSystem files, Chance chance, Clock clock) {
        try {
            return FileDatabase.open(directory.toAbsolutePath(), nodeCount, pool, files, chance, clock);
        } catch (IOException e) {
            throw FileErrors.of(e, "open the database in", directory);
        }
    }

    /// The same with the clock of the machine.
    public static Database open(Path directory, int nodeCount, MemoryPool pool, FileSystem files, Chance chance) {
        return open(directory, nodeCount, pool, files, chance, Clock.SYSTEM);
    }
}
