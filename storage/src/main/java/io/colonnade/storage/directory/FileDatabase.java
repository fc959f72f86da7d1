package io.colonnade.storage.directory;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.meta.LocalMetaLog;
import io.colonnade.storage.meta.LogFile;
import io.colonnade.storage.meta.MetaLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// A database in a directory.
///
/// *Opening*: lock, manifest, metadata log, then each node deletes files that no snapshot lists. A directory is a
/// database once it has a manifest, which is written last.
final class FileDatabase implements Database {
    private static final String LOCK = "colonnade.lock";

    private final FileChannel lock;
    private final LocalMetaLog log;
    private final List<FileNode> nodes = new ArrayList<>();

    private FileDatabase(FileChannel lock, LogFile file) {
        this.lock = lock;
        this.log = LocalMetaLog.durable(file, this::release);
    }

    static FileDatabase open(Path directory, int nodeCount, MemoryPool pool, FileSystem files, Chance chance)
            throws IOException {
        files.createDirectories(directory);
        FileChannel lock = lock(directory, files);
        FileDatabase database = null;
        try {
            Manifest manifest = Manifest.read(files, directory);
            Path meta = directory.resolve("meta");
            if (manifest == null) {
                manifest = new Manifest(chance.name(), Math.max(1, nodeCount));
                LogFile.create(files, meta);
                manifest.write(files, directory);
            }
            if (nodeCount != 0 && nodeCount != manifest.nodeCount()) {
                throw new EngineException(
                        ErrorCode.INVALID_PARAMETER,
                        "the database in " + directory + " has " + manifest.nodeCount() + " nodes, not " + nodeCount
                                + ": open it with nodes=" + manifest.nodeCount()
                                + ", or load its tables into a new directory");
            }
            database = new FileDatabase(lock, LogFile.open(files, meta, manifest.nodeCount()));
            database.start(directory, manifest.nodeCount(), pool, files);
            FileDatabase opened = database;
            lock = null;
            return opened;
        } finally {
            if (lock != null) {
                if (database != null) {
                    database.nodes.forEach(FileNode::close);
                    database.log.close();
                }
                lock.close();
            }
        }
    }

    private static FileChannel lock(Path directory, FileSystem files) throws IOException {
        FileChannel channel = files.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held by this process.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new EngineException(
                    ErrorCode.DATABASE_IN_USE, "the database in " + directory + " is in use by another process");
        }
        return channel;
    }

    private void start(Path directory, int nodeCount, MemoryPool pool, FileSystem files) throws IOException {
        IdRange ids = new IdRange(log);
        SegmentImages images = new SegmentImages(files, pool, log::snapshot);
        CatalogSnapshot snapshot = log.snapshot();
        for (int number = 0; number < nodeCount; number++) {
            FileNode node = new FileNode(
                    number,
                    files,
                    directory.resolve("node-" + number),
                    ids,
                    images,
                    pool.child("small segments of node " + number));
            nodes.add(node);
            List<SegmentEntry> listed = new ArrayList<>();
            for (TableDefinition table : snapshot.tables()) {
                for (SegmentEntry segment : snapshot.segments(table.id())) {
                    if (segment.node() == number) {
                        listed.add(segment);
                    }
                }
            }
            node.recover(listed);
        }
    }

    private void release(List<SegmentEntry> segments) {
        segments.forEach(segment -> nodes.get(segment.node()).discard(segment.id()));
    }

    @Override
    public int nodeCount() {
        return nodes.size();
    }

    @Override
    public MetaLog metaLog() {
        return log;
    }

    @Override
    public NodeStorage node(int node) {
        return nodes.get(node);
    }

    @Override
    public void close() {
        try (lock) {
            try {
                nodes.forEach(FileNode::close);
            } finally {
                log.close();
            }
        } catch (IOException e) {
            throw new EngineException(ErrorCode.IO, "cannot close the lock of a database: " + e.getMessage(), e);
        }
    }
}
