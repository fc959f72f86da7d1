package io.colonnade.storage.ingest;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.ingest.csv.CsvRowSource;
import io.colonnade.storage.ingest.json.JsonRows;
import io.colonnade.storage.ingest.parquet.ParquetRowSource;
import io.colonnade.storage.ingest.rows.Rejections;
import io.colonnade.storage.ingest.rows.RowSource;
import io.colonnade.storage.ingest.rows.ZoneFilter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Opens the files of a COPY.
///
/// ```text
/// RowSource source = CopyFiles.open(files, scan, Rejections.none(), pool, FileSystem.LOCAL);
/// while (true) {                                  // on as many threads as there are
///     try (Chunk chunk = source.next()) {
///         if (chunk == null) break;
///         chunk.read(scratch, page -> ...);
///     }
/// }
/// source.close();
/// ```
public final class CopyFiles {
    private CopyFiles() {}

    /// Files that are absent, unreadable or directories are refused here, before a row is read.
    public static RowSource open(
            List<Path> files, FileScanNode scan, Rejections rejections, MemoryPool pool, FileSystem fileSystem) {
        return open(files, scan, rejections, ZoneFilter.ALL, pool, fileSystem);
    }

    /// The same without the parts that `filter` does not want.
    public static RowSource open(
            List<Path> files,
            FileScanNode scan,
            Rejections rejections,
            ZoneFilter filter,
            MemoryPool pool,
            FileSystem fileSystem) {
        List<Long> sizes = files.stream().map(file -> size(file, fileSystem)).toList();
        long bytes = sizes.stream().mapToLong(Long::longValue).sum();
        return switch (scan.options().format()) {
            case CSV -> new CsvRowSource(files, scan, rejections, pool, fileSystem, bytes, CsvRowSource.CHUNK_BYTES);
            case JSON -> JsonRows.source(files, scan, rejections, pool, fileSystem, bytes, CsvRowSource.CHUNK_BYTES);
            case PARQUET -> new ParquetRowSource(files, sizes, scan, filter, pool, fileSystem);
        };
    }

    private static long size(Path file, FileSystem fileSystem) {
        if (fileSystem.isDirectory(file)) {
            throw FileGlob.isDirectory(file);
        }
        try (FileChannel channel = fileSystem.open(file, StandardOpenOption.READ)) {
            return channel.size();
        } catch (NoSuchFileException e) {
            throw new EngineException(ErrorCode.FILE_NOT_FOUND, "file " + file + " does not exist", e);
        } catch (IOException e) {
            throw new EngineException(ErrorCode.IO, "cannot open file " + file + ": " + FileGlob.reason(e), e);
        }
    }
}
