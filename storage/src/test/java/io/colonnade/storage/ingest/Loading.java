package io.colonnade.storage.ingest;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.csv.CsvRowSource;
import io.colonnade.storage.ingest.rows.Chunk;
import io.colonnade.storage.ingest.rows.Rejections;
import io.colonnade.storage.ingest.rows.RowSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads files as COPY does and collects the rows; the pool is closed after each call, so that a leak fails it.
public final class Loading {
    private Loading() {}

    /// Columns `a`, `b`, .. of these types, all nullable.
    public static List<ColumnDefinition> columns(Type... types) {
        List<ColumnDefinition> columns = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            columns.add(new ColumnDefinition(i + 1, "" + (char) ('a' + i), types[i], true));
        }
        return columns;
    }

    public static FileScanNode scan(List<ColumnDefinition> columns, FileOptions options) {
        return new FileScanNode(1, "t", columns, options);
    }

    public static List<List<Datum>> rows(FileScanNode scan, Path... files) {
        try (MemoryPool pool = MemoryPool.root("test", 1L << 30)) {
            return rows(CopyFiles.open(List.of(files), scan, Rejections.none(), pool, FileSystem.LOCAL), pool);
        }
    }

    public static List<List<Datum>> csvRows(FileScanNode scan, int chunkBytes, Path... files) {
        try (MemoryPool pool = MemoryPool.root("test", 1L << 30)) {
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return rows(
                    new CsvRowSource(
                            List.of(files), scan, Rejections.none(), pool, FileSystem.LOCAL, bytes, chunkBytes),
                    pool);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static List<List<Datum>> rows(RowSource opened, MemoryPool pool) {
        List<List<Datum>> rows = new ArrayList<>();
        try (RowSource source = opened;
                Scratch scratch = new Scratch(pool)) {
            while (true) {
                try (Chunk chunk = source.next()) {
                    if (chunk == null) {
                        break;
                    }
                    chunk.read(scratch, page -> addRows(page, rows));
                }
            }
            if (source.progress().bytesDone() != source.progress().bytesTotal()) {
                throw new AssertionError("stopped early: " + source.progress());
            }
        }
        return rows;
    }

    private static void addRows(Page page, List<List<Datum>> rows) {
        if (page.length() < 1 || page.length() > Page.ROWS_MAX) {
            throw new AssertionError("a page of " + page.length() + " rows");
        }
        for (int row = 0; row < page.length(); row++) {
            List<Datum> values = new ArrayList<>();
            for (Column column : page.columns()) {
                values.add(column.datum(row));
            }
            rows.add(values);
        }
    }
}
