package io.colonnade.storage.ingest.json;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.ingest.csv.CsvRowSource;
import io.colonnade.storage.ingest.csv.layout.CsvDialect;
import io.colonnade.storage.ingest.rows.Rejections;
import io.colonnade.storage.ingest.rows.RowSource;
import java.nio.file.Path;
import java.util.List;

/// Opens files of JSON lines.
public final class JsonRows {
    private JsonRows() {}

    /// The arguments are those of {@link CsvRowSource}.
    public static RowSource source(
            List<Path> files,
            FileScanNode scan,
            Rejections rejections,
            MemoryPool pool,
            FileSystem fileSystem,
            long bytesTotal,
            int chunkBytes) {
        JsonTarget target = JsonTarget.of(scan);
        return new CsvRowSource(
                files,
                scan.tableName(),
                new CsvDialect((byte) ',', CsvDialect.NO_QUOTE, new byte[0], false),
                (file, buffer, begin, end, line, offset) ->
                        new JsonChunk(file, buffer, begin, end, line, offset, target, rejections),
                pool,
                fileSystem,
                bytesTotal,
                chunkBytes);
    }
}
