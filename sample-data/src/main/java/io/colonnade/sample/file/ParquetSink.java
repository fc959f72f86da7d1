package io.colonnade.sample.file;

import io.colonnade.sample.table.SampleColumn;
import io.colonnade.sample.table.SampleTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/// Writes rows as a Parquet file: column writers, dictionaries where they pay, ZSTD pages.
///
/// | kind | Parquet type |
/// |---|---|
/// | BOOLEAN, DOUBLE, INTEGER, BIGINT | the primitive of that width |
/// | SMALLINT | INT32, INT(16, signed) |
/// | DECIMAL(p, s) | INT32 to 9 digits, INT64 to 18, FIXED_LEN_BYTE_ARRAY(16) beyond; DECIMAL(p, s) |
/// | DATE | INT32, DATE |
/// | TIMESTAMP | INT64, TIMESTAMP(MICROS, not UTC) |
/// | VARCHAR | BYTE_ARRAY, STRING |
final class ParquetSink implements FileSink {

    private static final long ROWS_PER_GROUP = 1_000_000;
    private static final long GROUP_BYTES_MAX = 128 << 20;
    private static final int INT64_DIGITS = 18;
    private static final int INT32_DIGITS = 9;
    private static final int WIDE_DECIMAL_BYTES = 16;

    private final MessageType schema;
    private final List<SampleColumn> columns;
    private final ParquetProperties properties = ParquetProperties.builder()
            .withAllocator(new HeapByteBufferAllocator())
            .build();
    private final ParquetFileWriter file;
    private final ColumnWriter[] writers;
    private final int[] presentLevels;
    private ColumnChunkPageWriteStore pages;
    private ColumnWriteStore store;
    private final ZstdPageCompressor compressor = new ZstdPageCompressor();
    private int column;
    private long rowsInGroup;
    private long rowCount;
    private boolean finished;

    ParquetSink(Path path, SampleTable table) throws IOException {
        this.columns = table.columns();
        this.schema = new MessageType(
                table.name(), columns.stream().map(ParquetSink::type).toList());
        this.writers = new ColumnWriter[columns.size()];
        this.presentLevels =
                columns.stream().mapToInt(column -> column.nullable() ? 1 : 0).toArray();
        this.file = new ParquetFileWriter(
                new LocalOutputFile(path), schema, ParquetFileWriter.Mode.CREATE, GROUP_BYTES_MAX, 0, 64, 64, true);
        file.start();
        this.pages = newPages();
        this.store = newStore();
    }

    @Override
    public void whole(long value) {
        if (columns.get(column).kind() == SampleColumn.Kind.BIGINT) {
            writers[column].write(value, 0, presentLevels[column]);
        } else {
            writers[column].write(Math.toIntExact(value), 0, presentLevels[column]);
        }
        column++;
    }

    @Override
    public void real(double value) {
        writers[column].write(value, 0, presentLevels[column]);
        column++;
    }

    @Override
    public void decimal(long unscaled, int scale) {
        SampleColumn type = columns.get(column);
        if (scale != type.scale()) {
            throw new IllegalStateException(type + " got a value of scale " + scale);
        }
        if (type.precision() <= INT32_DIGITS) {
            writers[column].write(Math.toIntExact(unscaled), 0, presentLevels[column]);
        } else if (type.precision() <= INT64_DIGITS) {
            writers[column].write(unscaled, 0, presentLevels[column]);
        } else {
            writers[column].write(wide(unscaled), 0, presentLevels[column]);
        }
        column++;
    }

    @Override
    public void date(int epochDay) {
        writers[column].write(epochDay, 0, presentLevels[column]);
        column++;
    }

    @Override
    public void timestamp(long epochMicros) {
        writers[column].write(epochMicros, 0, presentLevels[column]);
        column++;
    }

    @Override
    public void truth(boolean value) {
        writers[column].write(value, 0, presentLevels[column]);
        column++;
    }

    @Override
    public void text(byte[] utf8, int length) {
        writers[column].write(Binary.fromReusedByteArray(utf8, 0, length), 0, presentLevels[column]);
        column++;
    }

    @Override
    public void missing() {
        if (presentLevels[column] == 0) {
            throw new IllegalStateException("column " + columns.get(column).name() + " takes no NULL");
        }
        writers[column].writeNull(0, 0);
        column++;
    }

    @Override
    public void endRow() throws IOException {
        if (column != writers.length) {
            throw new IllegalStateException("a row of " + writers.length + " columns got " + column + " values");
        }
        column = 0;
        store.endRecord();
        rowCount++;
        if (++rowsInGroup == ROWS_PER_GROUP) {
            endGroup();
            pages = newPages();
            store = newStore();
        }
    }

    @Override
    public long rowCount() {
        return rowCount;
    }

    @Override
    public void finish() throws IOException {
        endGroup();
        file.end(Map.of());
        finished = true;
    }

    @Override
    public void close() throws IOException {
        compressor.release();
        if (!finished) {
            store.close();
            pages.close();
            file.close();
        }
    }

    private ColumnChunkPageWriteStore newPages() {
        return new ColumnChunkPageWriteStore(compressor, schema, properties.getAllocator(), 64);
    }

    private ColumnWriteStore newStore() {
        ColumnWriteStore fresh = properties.newColumnWriteStore(schema, pages);
        int index = 0;
        for (ColumnDescriptor descriptor : schema.getColumns()) {
            writers[index++] = fresh.getColumnWriter(descriptor);
        }
        return fresh;
    }

    private void endGroup() throws IOException {
        if (rowsInGroup > 0) {
            file.startBlock(rowsInGroup);
            store.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
            rowsInGroup = 0;
        }
        store.close();
        pages.close();
    }

    private static Binary wide(long unscaled) {
        byte[] bytes = new byte[WIDE_DECIMAL_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            int shift = Math.min(63, 8 * (bytes.length - 1 - i));
            bytes[i] = (byte) (unscaled >> shift);
        }
        return Binary.fromConstantByteArray(bytes);
    }

    private static Type type(SampleColumn column) {
        Types.PrimitiveBuilder<PrimitiveType> type = column.nullable() ? optional(column) : required(column);
        return type.named(column.name());
    }

    private static Types.PrimitiveBuilder<PrimitiveType> optional(SampleColumn column) {
        return annotated(Types.optional(primitive(column)), column);
    }

    private static Types.PrimitiveBuilder<PrimitiveType> required(SampleColumn column) {
        return annotated(Types.required(primitive(column)), column);
    }

    private static PrimitiveTypeName primitive(SampleColumn column) {
        return switch (column.kind()) {
            case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
            case SMALLINT, INTEGER, DATE -> PrimitiveTypeName.INT32;
            case BIGINT, TIMESTAMP -> PrimitiveTypeName.INT64;
            case DOUBLE -> PrimitiveTypeName.DOUBLE;
            case VARCHAR -> PrimitiveTypeName.BINARY;
            case DECIMAL -> decimalPrimitive(column.precision());
        };
    }

    private static PrimitiveTypeName decimalPrimitive(int precision) {
        if (precision <= INT32_DIGITS) {
            return PrimitiveTypeName.INT32;
        }
        return precision <= INT64_DIGITS ? PrimitiveTypeName.INT64 : PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    }

    private static Types.PrimitiveBuilder<PrimitiveType> annotated(
            Types.PrimitiveBuilder<PrimitiveType> type, SampleColumn column) {
        return switch (column.kind()) {
            case BOOLEAN, INTEGER, BIGINT, DOUBLE -> type;
            case SMALLINT -> type.as(LogicalTypeAnnotation.intType(16, true));
            case DATE -> type.as(LogicalTypeAnnotation.dateType());
            case TIMESTAMP -> type.as(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
            case VARCHAR -> type.as(LogicalTypeAnnotation.stringType());
            case DECIMAL -> {
                Types.PrimitiveBuilder<PrimitiveType> sized =
                        column.precision() > INT64_DIGITS ? type.length(WIDE_DECIMAL_BYTES) : type;
                yield sized.as(LogicalTypeAnnotation.decimalType(column.scale(), column.precision()));
            }
        };
    }
}
