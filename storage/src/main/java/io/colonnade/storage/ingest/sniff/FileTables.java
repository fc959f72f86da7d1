package io.colonnade.storage.ingest.sniff;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.catalog.FileRequest;
import io.colonnade.core.catalog.FileTable;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.ingest.FileGlob;
import io.colonnade.storage.ingest.csv.FileSample;
import io.colonnade.storage.ingest.parquet.ParquetFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Files as tables.
///
/// ```text
/// Parquet     columns and types of the first file, rows by the footers
/// CSV, JSON   columns and types by the first megabyte of up to five files
/// ```
public final class FileTables {
    private static final int FILES_SAMPLED_MAX = 5;
    private static final double BYTES_A_ROW = 50;

    private final Path directory;
    private final FileSystem fileSystem;

    /// Relative paths are resolved against `directory`.
    public FileTables(Path directory, FileSystem fileSystem) {
        this.directory = directory;
        this.fileSystem = fileSystem;
    }

    /// *Errors*: FILE_NOT_FOUND if nothing matches; CORRUPT_DATA; INVALID_PARAMETER if files have no columns.
    public FileTable of(FileRequest request) {
        List<Path> files = FileGlob.expand(request.path(), directory, fileSystem);
        FileOptions.Format format = request.format() == null ? format(files.getFirst()) : request.format();
        FileTable table = switch (format) {
            case PARQUET -> parquet(request, files);
            case CSV -> csv(request, files);
            case JSON -> json(request, files);
        };
        if (table.columns().isEmpty()) {
            throw new EngineException(
                    ErrorCode.INVALID_PARAMETER,
                    "file " + files.getFirst() + " has no columns",
                    null,
                    "name them: columns => 'a INTEGER, b VARCHAR'",
                    null);
        }
        return table;
    }

    private static FileOptions.Format format(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst)$", "");
        if (name.endsWith(".parquet")) {
            return FileOptions.Format.PARQUET;
        }
        return name.endsWith(".json") || name.endsWith(".jsonl") || name.endsWith(".ndjson")
                ? FileOptions.Format.JSON
                : FileOptions.Format.CSV;
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(Path::toString).toList();
    }

    private FileTable parquet(FileRequest request, List<Path> files) {
        ParquetFile first = ParquetFile.open(files.getFirst(), fileSystem);
        List<ColumnDefinition> columns = new ArrayList<>();
        for (String name : first.columnNames()) {
            columns.add(new ColumnDefinition(columns.size() + 1, name, first.sqlType(name), true));
        }
        List<ColumnDefinition> given = request.columns();
        return new FileTable(
                names(files),
                given == null ? columns : given,
                FileOptions.PARQUET,
                (double) first.rowCount() * files.size());
    }

    private FileTable csv(FileRequest request, List<Path> files) {
        CsvSchema schema = new CsvSchema(request);
        CsvSchema.Sniffed first = null;
        List<ColumnDefinition> columns = List.of();
        for (Path file : files.subList(0, Math.min(files.size(), FILES_SAMPLED_MAX))) {
            FileSample sample = FileSample.of(file, fileSystem);
            CsvSchema.Sniffed sniffed = schema.of(sample.text(), sample.isWhole());
            boolean isFirst = first == null;
            first = first == null ? sniffed : first;
            columns = isFirst || request.columns() != null
                    ? sniffed.columns()
                    : CsvSchema.merged(columns, sniffed.columns());
        }
        if (first == null) {
            throw new IllegalArgumentException("no files");
        }
        return new FileTable(names(files), columns, first.options(), rows(files));
    }

    private FileTable json(FileRequest request, List<Path> files) {
        JsonSchema schema = new JsonSchema();
        for (Path file : files.subList(0, Math.min(files.size(), FILES_SAMPLED_MAX))) {
            FileSample sample = FileSample.of(file, fileSystem);
            schema.see(sample.text(), sample.isWhole());
        }
        FileOptions options = new FileOptions(FileOptions.Format.JSON, ",", false, "", "\"", 0, true);
        List<ColumnDefinition> given = request.columns();
        return new FileTable(names(files), given == null ? schema.columns() : given, options, rows(files));
    }

    private double rows(List<Path> files) {
        return files.stream()
                        .mapToLong(file -> FileSample.size(file, fileSystem))
                        .sum()
                / BYTES_A_ROW;
    }
}
