package io.colonnade.storage.directory;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.meta.LogFile;
import io.colonnade.storage.node.FileNode;
import java.io.IOException;
import java.nio.file.Path;

/// A backup, or a database that nobody has open, to be restored from. Nothing in it is changed, and nobody can
/// open it until this is closed.
final class DatabaseSource implements AutoCloseable {
    private final Path directory;
    private final DirectoryLock lock;
    private final Manifest manifest;
    private final CatalogSnapshot catalog;

    private DatabaseSource(Path directory, DirectoryLock lock, Manifest manifest, CatalogSnapshot catalog) {
        this.directory = directory;
        this.lock = lock;
        this.manifest = manifest;
        this.catalog = catalog;
    }

    /// *Errors*: FILE_NOT_FOUND without the directory, INVALID_PARAMETER if it holds no database, CORRUPT_DATA
    /// with the name of the file if it is damaged or an interrupted backup, DATABASE_IN_USE.
    static DatabaseSource open(FileSystem files, Path directory) throws IOException {
        if (!files.exists(directory)) {
            throw new EngineException(ErrorCode.FILE_NOT_FOUND, "the directory " + directory + " does not exist");
        }
        if (!files.isDirectory(directory)) {
            throw new EngineException(ErrorCode.INVALID_PARAMETER, directory + " is a file, not a directory");
        }
        DirectoryLock lock = DirectoryLock.forReading(files, directory);
        boolean done = false;
        try {
            Manifest manifest = Manifest.read(files, directory);
            if (manifest == null) {
                throw DatabaseBackup.isIncomplete(files, directory)
                        ? DatabaseBackup.incomplete(directory)
                        : new EngineException(
                                ErrorCode.INVALID_PARAMETER,
                                directory + " holds no backup: it has no file " + Manifest.NAME);
            }
            Path meta = directory.resolve(FileDatabase.META);
            CatalogSnapshot catalog = LogFile.read(files, meta, manifest.nodeCount());
            done = true;
            return new DatabaseSource(directory, lock, manifest, catalog);
        } finally {
            if (!done) {
                lock.close();
            }
        }
    }

    Manifest manifest() {
        return manifest;
    }

    CatalogSnapshot catalog() {
        return catalog;
    }

    /// Where the files of a node's segments lie.
    Path segments(int node) {
        return FileNode.segments(FileDatabase.node(directory, node));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
