package io.colonnade.storage.ingest;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.ingest.rows.RowSource;
import java.nio.file.Path;
import java.util.List;

/// Opens the files of a COPY.
///
/// ```text
/// RowSource source = CopyFiles.open(files, scan, pool, FileSystem.LOCAL);
/// for (Chunk chunk; (chunk = source.next()) != null; ) {     // on as many threads as there are
///     try (chunk) { chunk.read(scratch, page -> ...); }
/// }
/// source.close();
/// ```
public final class CopyFiles {
    private CopyFiles() {}

    /// Files that are absent, unreadable or directories are refused here, before a row is read.
    public static RowSource open(List<Path> files, FileScanNode scan, MemoryPool pool, FileSystem fileSystem) {
        throw EngineException.notSupported("COPY from " + scan.options().format());
    }
}
