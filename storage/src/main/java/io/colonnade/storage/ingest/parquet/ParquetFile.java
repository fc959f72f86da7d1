package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.ingest.parquet.conversion.Conversion;
import io.colonnade.storage.ingest.parquet.conversion.Conversions;
import io.colonnade.storage.segment.Zone;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/// What the footer of a Parquet file says: its columns and row groups, and the way to their values.
///
/// ```text
/// ParquetFile file = ParquetFile.open(path, fileSystem);
/// try (RowGroupReader reader = file.rowGroup(0, targetColumns, pool)) {
///     for (Page page = reader.next(scratch); page != null; page = reader.next(scratch)) { ... }
/// }
/// ```
///
/// *Threads*: any. *Ownership*: it holds no file open; each reader opens the file for itself. *Errors*:
/// CORRUPT_DATA with the file's name if it is no whole Parquet file.
public final class ParquetFile {
    /// The magic number, which stands at the start and, after the footer's length, at the end.
    private static final int MAGIC_BYTES = 4;

    private final Path path;
    private final FileSystem fileSystem;
    private final long bytes;
    private final ParquetErrors errors;
    private final MessageType schema;
    private final List<BlockMetaData> rowGroups;
    private final Map<String, String> properties;

    private ParquetFile(Path path, FileSystem fileSystem, long bytes, ParquetMetadata footer) {
        this.path = path;
        this.fileSystem = fileSystem;
        this.bytes = bytes;
        this.errors = new ParquetErrors(path);
        this.schema = footer.getFileMetaData().getSchema();
        this.rowGroups = footer.getBlocks();
        this.properties = footer.getFileMetaData().getKeyValueMetaData();
    }

    public static ParquetFile open(Path path, FileSystem fileSystem) {
        ParquetErrors errors = new ParquetErrors(path);
        try (FileChannel channel = fileSystem.open(path, StandardOpenOption.READ)) {
            FooterInput input = new FooterInput(channel);
            ParquetReadOptions options =
                    ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
            ParquetMetadata footer;
            try (SeekableInputStream stream = input.newStream()) {
                footer = ParquetFileReader.readFooter(input, options, stream);
                return new ParquetFile(path, fileSystem, input.getLength(), footer);
            } catch (ParquetCryptoRuntimeException e) {
                throw errors.notSupported("an encrypted Parquet file");
            } catch (IOException | RuntimeException e) {
                throw errors.damaged("it has no valid Parquet footer", e);
            }
        } catch (IOException e) {
            throw errors.unreadable(e);
        }
    }

    public Path path() {
        return path;
    }

    /// What the writer noted in the footer under a key.
    public Optional<String> property(String key) {
        return Optional.ofNullable(properties.get(key));
    }

    public int rowGroupCount() {
        return rowGroups.size();
    }

    public long rowCount() {
        return rowsBefore(rowGroups.size());
    }

    public long rowCount(int rowGroup) {
        return rowGroups.get(rowGroup).getRowCount();
    }

    /// Bytes of a row group as they lie in the file.
    public long bytes(int rowGroup) {
        return rowGroups.get(rowGroup).getCompressedSize();
    }

    long rowsBefore(int rowGroup) {
        long rows = 0;
        for (int i = 0; i < rowGroup; i++) {
            rows += rowCount(i);
        }
        return rows;
    }

    /// The names of all columns, nested ones included, in the order of the file.
    public List<String> columnNames() {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    /// The column of this name in any case; one in the same case goes first. UNKNOWN_COLUMN if there is none,
    /// NOT_SUPPORTED
    /// if it is nested or repeated.
    public ParquetColumn column(String name) {
        List<Type> matches = schema.getFields().stream()
                .filter(field -> field.getName().equalsIgnoreCase(name))
                .toList();
        Optional<Type> exact =
                matches.stream().filter(field -> field.getName().equals(name)).findFirst();
        if (matches.isEmpty()) {
            throw new EngineException(
                    ErrorCode.UNKNOWN_COLUMN,
                    "file " + path + " has no column " + name,
                    null,
                    "its columns are " + String.join(", ", columnNames()),
                    null);
        }
        if (exact.isEmpty() && matches.size() > 1) {
            throw new EngineException(
                    ErrorCode.AMBIGUOUS_COLUMN,
                    "file " + path + " has several columns " + name + ", which differ only in case");
        }
        return flat(exact.orElse(matches.getFirst()));
    }

    /// The type in SQL that holds all values of a column. VARCHAR for what cannot be read, which says so when
    /// it is.
    public io.colonnade.core.type.Type sqlType(String name) {
        return schema.getFields().stream()
                .filter(field -> field.getName().equals(name) && field.isPrimitive())
                .findFirst()
                .map(field -> SqlTypes.of(field.asPrimitiveType()))
                .orElse(io.colonnade.core.type.Type.VARCHAR);
    }

    /// The range of the values of a column in a row group, as far as the footer tells it in a form that can
    /// be trusted.
    public Optional<Zone> zone(int rowGroup, String name, io.colonnade.core.type.Type target) {
        long rows = rowCount(rowGroup);
        return rows > Integer.MAX_VALUE
                ? Optional.empty()
                : RowGroupZones.of((int) rows, chunk(rowGroup, column(name)), target);
    }

    /// The column with a field id, as our own segments have them.
    public Optional<ParquetColumn> column(int fieldId) {
        return schema.getFields().stream()
                .filter(field -> field.getId() != null && field.getId().intValue() == fieldId)
                .findFirst()
                .map(this::flat);
    }

    private ParquetColumn flat(Type field) {
        if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
            throw errors.notSupported("column " + field.getName() + " is nested (a list, map or structure), which");
        }
        int fieldId = field.getId() == null ? -1 : field.getId().intValue();
        return new ParquetColumn(field.getName(), fieldId, schema.getColumnDescription(new String[] {field.getName()}));
    }

    /// Columns by the names of the targets, in their order and types; TYPE_MISMATCH if a conversion would lose
    /// something.
    public RowGroupReader rowGroup(int rowGroup, List<ColumnDefinition> targets, MemoryPool pool) {
        List<ParquetColumn> columns =
                targets.stream().map(target -> column(target.name())).toList();
        return rowGroup(rowGroup, columns, targets, pool);
    }

    /// The same for columns that were found by field id or name before.
    public RowGroupReader rowGroup(
            int rowGroup, List<ParquetColumn> columns, List<ColumnDefinition> targets, MemoryPool pool) {
        FileChannel channel;
        try {
            channel = fileSystem.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw errors.unreadable(e);
        }
        List<ColumnReader> readers = new ArrayList<>();
        try {
            for (int i = 0; i < columns.size(); i++) {
                readers.add(reader(rowGroup, columns.get(i), targets.get(i), pool, channel));
            }
            return new RowGroupReader(channel, readers, rowCount(rowGroup));
        } catch (RuntimeException e) {
            RowGroupReader.close(readers, channel);
            throw e;
        }
    }

    private ColumnReader reader(
            int rowGroup, ParquetColumn column, ColumnDefinition target, MemoryPool pool, FileChannel channel) {
        Conversion conversion = conversion(column, target);
        ColumnChunkMetaData chunk = chunk(rowGroup, column);
        PageStream pages = new PageStream(channel, column, chunk, pool, errors);
        return new ColumnReader(pages, column, target, conversion, rowsBefore(rowGroup), pool, errors);
    }

    /// Fails if a column of the file cannot become a column of the table.
    Conversion conversion(ParquetColumn column, ColumnDefinition target) {
        return Conversions.find(column.type(), target.type())
                .orElseThrow(() -> new EngineException(
                        ErrorCode.TYPE_MISMATCH,
                        "column " + column.name() + " of file " + path + " is " + column.typeName()
                                + ", which does not fit column " + target.name() + " of type "
                                + target.type().sql()));
    }

    private ColumnChunkMetaData chunk(int rowGroup, ParquetColumn column) {
        BlockMetaData group = rowGroups.get(rowGroup);
        if (group.getPath() != null) {
            throw errors.notSupported("a row group in another file");
        }
        ColumnPath wanted = ColumnPath.get(column.name());
        ColumnChunkMetaData chunk = group.getColumns().stream()
                .filter(candidate -> candidate.getPath().equals(wanted))
                .findFirst()
                .orElseThrow(() -> errors.damaged("row group " + rowGroup + " lacks column " + column.name()));
        if (chunk.isEncrypted()) {
            throw errors.notSupported("column " + column.name() + " is encrypted, which");
        }
        long start = chunk.getStartingPos();
        long size = chunk.getTotalSize();
        if (start < MAGIC_BYTES || size < 0 || start + size > bytes - 2 * MAGIC_BYTES) {
            throw errors.damaged("column " + column.name() + " lies outside of the file");
        }
        if (chunk.getValueCount() != group.getRowCount()) {
            throw errors.damaged("column " + column.name() + " has " + chunk.getValueCount() + " values in a group of "
                    + group.getRowCount() + " rows");
        }
        return chunk;
    }
}
