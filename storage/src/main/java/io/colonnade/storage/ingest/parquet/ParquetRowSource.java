package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.ingest.rows.Chunk;
import io.colonnade.storage.ingest.rows.Progress;
import io.colonnade.storage.ingest.rows.RowSource;
import io.colonnade.storage.ingest.rows.ZoneFilter;
import io.colonnade.storage.segment.Zone;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parquet files as chunks of one row group each. Columns and their types are checked when a file is opened.
public final class ParquetRowSource implements RowSource {
    private final List<Path> files;
    private final List<Long> fileBytes;
    private final FileScanNode scan;
    private final MemoryPool pool;
    private final FileSystem fileSystem;
    private final long bytesTotal;
    private final ZoneFilter filter;
    private volatile long bytesDone;

    private int nextFile;
    private int nextRowGroup;
    private @Nullable ParquetFile file;
    private boolean closed;
    private @Nullable EngineException failure;

    public ParquetRowSource(
            List<Path> files,
            List<Long> fileBytes,
            FileScanNode scan,
            ZoneFilter filter,
            MemoryPool pool,
            FileSystem fileSystem) {
        this.filter = filter;
        this.files = List.copyOf(files);
        this.fileBytes = List.copyOf(fileBytes);
        this.scan = scan;
        this.pool = pool;
        this.fileSystem = fileSystem;
        this.bytesTotal = fileBytes.stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized @Nullable Chunk next() {
        if (failure != null) {
            throw failure;
        }
        try {
            while (!closed && (file != null || nextFile < files.size())) {
                ParquetFile current = file == null ? open() : file;
                while (nextRowGroup < current.rowGroupCount()) {
                    int rowGroup = nextRowGroup++;
                    bytesDone += current.bytes(rowGroup);
                    if (current.rowCount(rowGroup) > 0 && filter.mayMatch(i -> zone(current, rowGroup, i))) {
                        return new ParquetChunk(current, rowGroup, scan, pool);
                    }
                }
                file = null;
                bytesDone = fileBytes.stream()
                        .limit(nextFile)
                        .mapToLong(Long::longValue)
                        .sum();
            }
            return null;
        } catch (EngineException e) {
            failure = e;
            throw e;
        }
    }

    private @Nullable Zone zone(ParquetFile current, int rowGroup, int column) {
        ColumnDefinition target = scan.columns().get(column);
        return current.zone(rowGroup, target.name(), target.type()).orElse(null);
    }

    private ParquetFile open() {
        ParquetFile opened = ParquetFile.open(files.get(nextFile++), fileSystem);
        for (ColumnDefinition target : scan.columns()) {
            opened.conversion(opened.column(target.name()), target);
        }
        nextRowGroup = 0;
        file = opened;
        return opened;
    }

    @Override
    public Progress progress() {
        return new Progress(Math.min(bytesDone, bytesTotal), bytesTotal);
    }

    @Override
    public synchronized void close() {
        closed = true;
        file = null;
    }
}
