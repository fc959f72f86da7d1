package io.colonnade.storage.directory;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.meta.LocalMetaLog;
import io.colonnade.storage.meta.MetaLog;
import io.colonnade.storage.node.CopyReport;
import io.colonnade.storage.node.IdRange;
import io.colonnade.storage.node.IdentityNumbers;
import io.colonnade.storage.node.MemoryNode;
import io.colonnade.storage.node.NodeStorage;
import io.colonnade.storage.segment.SegmentHealth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A database in memory. Rows that a load has no memory for go to the system's directory for temporary files.
final class MemoryDatabase implements Database {
    private final LocalMetaLog log;
    private final IdentityNumbers identities;
    private final List<MemoryNode> nodes = new ArrayList<>();
    private final SegmentHealth health;

    MemoryDatabase(int nodeCount, MemoryPool pool, FileSystem files, Chance chance) {
        log = LocalMetaLog.inMemory(nodeCount, this::release);
        identities = new IdentityNumbers(log);
        health = new SegmentHealth(Clock.SYSTEM, id -> TableNames.of(log.snapshot(), id));
        IdRange ids = new IdRange(log);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "colonnade-" + chance.name());
        for (int node = 0; node < nodeCount; node++) {
            nodes.add(new MemoryNode(
                    node,
                    pool.child("tables of node " + node),
                    ids,
                    identities,
                    files,
                    temporary.resolveSibling(temporary.getFileName() + "-" + node)));
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
    public IdentityNumbers identities() {
        return identities;
    }

    @Override
    public NodeStorage node(int node) {
        return nodes.get(node);
    }

    @Override
    public CopyReport backup(CatalogSnapshot snapshot, Path target, long takenMillis, Runnable cancelCheck) {
        throw new EngineException(
                ErrorCode.NOT_SUPPORTED,
                "a database in memory has no files to back up",
                null,
                "write its tables to files by COPY t TO 'file'",
                null);
    }

    @Override
    public CopyReport restore(Path source, Runnable cancelCheck) {
        throw new EngineException(
                ErrorCode.NOT_SUPPORTED,
                "a database in memory cannot be restored into",
                null,
                "open the backup itself, or restore it into a directory: jdbc:colonnade:file:DIR",
                null);
    }

    @Override
    public SegmentHealth health() {
        return health;
    }

    @Override
    public void close() {
        nodes.forEach(MemoryNode::close);
        log.close();
    }
}
