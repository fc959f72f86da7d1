package io.colonnade.storage.directory;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import io.colonnade.storage.meta.LocalMetaLog;
import io.colonnade.storage.meta.LogFile;
import io.colonnade.storage.meta.MetaLog;
import io.colonnade.storage.node.CopyReport;
import io.colonnade.storage.node.FileCopies;
import io.colonnade.storage.node.FileNode;
import io.colonnade.storage.node.IdRange;
import io.colonnade.storage.node.IdentityNumbers;
import io.colonnade.storage.node.NodeStorage;
import io.colonnade.storage.node.SegmentImages;
import io.colonnade.storage.orphan.KeptFiles;
import io.colonnade.storage.orphan.UnlistedFiles;
import io.colonnade.storage.segment.SegmentHealth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A database in a directory.
///
/// *Opening*: lock, manifest, metadata log, then each node looks at the files of its segments and marks those
/// that are damaged, and files that no snapshot lists go if that is safe ({@link UnlistedFiles}). A directory
/// is a database once it has a manifest, which is written last.
final class FileDatabase implements Database {
    static final String META = "meta";

    private final FileSystem files;
    private final Path directory;
    private final DirectoryLock lock;
    private final Manifest manifest;
    private final Chance chance;
    private final ReachedMark reached;
    private final LocalMetaLog log;
    private final SegmentHealth health;
    private final IdRange ids;
    private final IdentityNumbers identities;
    private final List<FileNode> nodes = new ArrayList<>();

    private FileDatabase(
            FileSystem files,
            Path directory,
            DirectoryLock lock,
            Manifest manifest,
            Chance chance,
            Clock clock,
            ReachedMark reached,
            LogFile file) {
        this.files = files;
        this.directory = directory;
        this.lock = lock;
        this.manifest = manifest;
        this.chance = chance;
        this.reached = reached;
        this.log = LocalMetaLog.durable(file, this::release);
        this.health = new SegmentHealth(clock, id -> TableNames.of(log.snapshot(), id));
        this.ids = new IdRange(log);
        this.identities = new IdentityNumbers(log);
    }

    /// Where the files of a node lie.
    static Path node(Path directory, int node) {
        return directory.resolve("node-" + node);
    }

    static FileDatabase open(
            Path directory, int nodeCount, MemoryPool pool, FileSystem files, Chance chance, Clock clock)
            throws IOException {
        files.createDirectories(directory);
        DirectoryLock lock = DirectoryLock.forOpening(files, directory);
        FileDatabase database = null;
        try {
            Manifest manifest = Manifest.read(files, directory);
            Path meta = directory.resolve(META);
            if (manifest == null) {
                checkNew(files, directory);
                manifest = new Manifest(chance.name(), Math.max(1, nodeCount), null);
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
            LogFile log = LogFile.open(files, meta, manifest.nodeCount());
            ReachedMark reached = ReachedMark.open(files, directory);
            database = new FileDatabase(files, directory, lock, manifest, chance, clock, reached, log);
            database.start(pool, log);
            FileDatabase opened = database;
            lock = null;
            return opened;
        } finally {
            if (lock != null) {
                if (database != null) {
                    database.nodes.forEach(FileNode::close);
                    database.log.close();
                    database.reached.close();
                }
                lock.close();
            }
        }
    }

    /// What has segments but no manifest is no new database, and nothing in it is to be deleted.
    private static void checkNew(FileSystem files, Path directory) {
        if (DatabaseBackup.isIncomplete(files, directory)) {
            throw DatabaseBackup.incomplete(directory);
        }
        if (files.exists(node(directory, 0))) {
            throw new EngineException(
                    ErrorCode.CORRUPT_DATA, directory.resolve(Manifest.NAME) + " is missing, and there is data");
        }
    }

    private void start(MemoryPool pool, LogFile file) throws IOException {
        SegmentImages images = new SegmentImages(files, pool, log::snapshot, health);
        CatalogSnapshot snapshot = log.snapshot();
        TreeMap<Integer, List<Path>> unlisted = new TreeMap<>();
        for (int number = 0; number < manifest.nodeCount(); number++) {
            FileNode node = new FileNode(
                    number,
                    files,
                    node(directory, number),
                    ids,
                    identities,
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
            unlisted.put(number, node.recover(listed));
        }
        settle(new UnlistedFiles(files, directory, unlisted), file);
    }

    private void settle(UnlistedFiles unlisted, LogFile file) throws IOException {
        long lastId = unlisted.lastSegmentId();
        long remembered = reached.commands();
        String doubt = "";
        if (file.wasCut()) {
            doubt = "had a damaged end that was cut off";
        } else if (lastId >= file.nextSegmentId()) {
            doubt = "is older than the files: it knows no segments from " + file.nextSegmentId() + " on";
        } else if (remembered == ReachedMark.UNKNOWN) {
            doubt = "may be an older copy: nothing tells how long it was";
        } else if (remembered > file.commands()) {
            doubt = "is an older copy: it has " + file.commands() + " commands and had " + remembered;
        }
        unlisted.settle(doubt, health);
        reached.reset(file.commands());
        if (remembered == ReachedMark.UNKNOWN) {
            files.syncDirectory(directory);
        }
        file.onAcknowledged(reached::advance);
        ids.skipTo(lastId, file.nextSegmentId());
    }

    private void release(List<SegmentEntry> segments) {
        segments.forEach(segment -> nodes.get(segment.node()).discard(segment.id()));
    }

    @Override
    public CopyReport backup(CatalogSnapshot snapshot, Path target, long takenMillis, Runnable cancelCheck) {
        // What is known to be damaged would be damaged in the backup, too.
        for (TableDefinition table : snapshot.tables()) {
            snapshot.segments(table.id()).forEach(segment -> health.checkReadable(segment.id()));
        }
        Manifest.Backup origin = new Manifest.Backup(manifest.databaseId(), snapshot.version(), takenMillis);
        Manifest copy = new Manifest(chance.name(), manifest.nodeCount(), origin);
        return new DatabaseBackup(files, target).write(directory, snapshot, copy, new FileCopies(files, cancelCheck));
    }

    @Override
    public CopyReport restore(Path source, Runnable cancelCheck) {
        try (DatabaseSource from = DatabaseSource.open(files, source)) {
            return restore(from, new FileCopies(files, cancelCheck), cancelCheck);
        } catch (IOException e) {
            throw FileErrors.of(e, "restore from", source);
        }
    }

    /// The ids that the other database has given are free here: none was given by this one that anything still
    /// uses.
    private CopyReport restore(DatabaseSource from, FileCopies copies, Runnable cancelCheck) throws IOException {
        CatalogSnapshot catalog = from.catalog();
        checkNothingIsKept();
        ids.restart(() -> log.reserveIdsOf(catalog));
        // Tables that were dropped here could have had the ids of those that come.
        catalog.tables().forEach(table -> identities.forget(table.id()));
        List<SegmentEntry> segments = catalog.tables().stream()
                .flatMap(table -> catalog.segments(table.id()).stream())
                .toList();
        boolean done = false;
        boolean unknown = false;
        try {
            for (SegmentEntry segment : segments) {
                nodes.get(segment.node()).adopt(segment, from.segments(segment.node()), copies);
            }
            for (FileNode node : nodes) {
                node.sync();
            }
            cancelCheck.run();
            try {
                log.restore(catalog);
                done = true;
            } catch (EngineException e) {
                unknown = e.code() == ErrorCode.IO;
                throw e;
            }
        } finally {
            if (!done) {
                // Files that the log may list stay.
                boolean keepsFiles = unknown;
                release(segments.stream()
                        .filter(segment -> segment.isInline() || !keepsFiles)
                        .toList());
            }
        }
        return copies.report(catalog.version(), from.manifest().takenMillis());
    }

    /// Files that were kept for their owner may have the names of those that come.
    private void checkNothingIsKept() throws IOException {
        if (KeptFiles.isAny(files, directory)) {
            throw new EngineException(
                    ErrorCode.INVALID_PARAMETER,
                    "the directory of the database has files that its metadata log does not list",
                    null,
                    "restore into a new directory; SHOW HEALTH names the files",
                    null);
        }
    }

    @Override
    public SegmentHealth health() {
        return health;
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
    public IdentityNumbers identities() {
        return identities;
    }

    @Override
    public NodeStorage node(int node) {
        return nodes.get(node);
    }

    @Override
    public void close() {
        try (lock;
                reached) {
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
