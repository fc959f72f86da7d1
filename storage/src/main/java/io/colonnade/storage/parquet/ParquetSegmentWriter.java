package io.colonnade.storage.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.page.Page;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.image.ColumnEntry;
import io.colonnade.storage.image.ColumnRows;
import io.colonnade.storage.segment.Zone;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/// Writes the Parquet file of a segment, column by column, from the arrays that the image was encoded from.
///
/// parquet-java writes the file, headers, indexes and footer; the pages are made here, since its value writers take
/// a call for each value. *Durability*: the bytes are synced when {@link #finish} returns, the name is not.
/// *On failure* close it and delete the file.
public final class ParquetSegmentWriter implements AutoCloseable {
    private static final int COMPRESSION_LEVEL = 1;
    private static final int ROW_GROUP_BYTES_MAX = Integer.MAX_VALUE;

    private final ParquetOutput output;
    private final ParquetFileWriter writer;
    private final SegmentSchema schema;
    private final MessageType message;
    private final int rowCount;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final PageBytes page = new PageBytes();
    private byte[] compressed = new byte[0];
    private int columns;

    public ParquetSegmentWriter(
            FileSystem files, Path path, long segmentId, List<ColumnDefinition> columns, int rowCount)
            throws IOException {
        this.schema = new SegmentSchema(segmentId, columns);
        this.message = schema.message();
        this.rowCount = rowCount;
        zstd.setLevel(COMPRESSION_LEVEL);
        output = new ParquetOutput(files, path);
        writer = new ParquetFileWriter(
                output,
                message,
                ParquetFileWriter.Mode.CREATE,
                ROW_GROUP_BYTES_MAX,
                0,
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                true);
        writer.start();
        writer.startBlock(rowCount);
    }

    /// The next column of the table; `encoded` knows the range of each block.
    public void column(ColumnEntry encoded, ColumnRows rows, Runnable cancelCheck) throws IOException {
        ColumnDefinition definition = schema.columns().get(columns);
        ColumnDescriptor descriptor = message.getColumns().get(columns);
        columns++;
        ColumnPages pages = new ColumnPages(rows);
        writer.startColumn(descriptor, rowCount, CompressionCodecName.ZSTD);
        Encoding values = Encoding.PLAIN;
        if (pages.hasDictionary()) {
            values = Encoding.RLE_DICTIONARY;
            page.clear();
            pages.writeDictionary(page);
            writer.writeDictionaryPage(
                    new DictionaryPage(compress(), page.length(), pages.dictionarySize(), Encoding.PLAIN));
        }
        for (int from = 0; from < rowCount; from += Page.BLOCK_ROWS) {
            cancelCheck.run();
            int count = Math.min(Page.BLOCK_ROWS, rowCount - from);
            page.clear();
            pages.write(from, count, definition.nullable(), page);
            writer.writeDataPage(
                    count,
                    page.length(),
                    compress(),
                    statistics(descriptor.getPrimitiveType(), encoded.zone(from / Page.BLOCK_ROWS)),
                    count,
                    Encoding.RLE,
                    Encoding.RLE,
                    values);
        }
        writer.endColumn();
    }

    private BytesInput compress() {
        int bound = Math.toIntExact(Zstd.compressBound(page.length()));
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        int size = zstd.compressByteArray(compressed, 0, bound, page.array(), 0, page.length());
        return BytesInput.from(compressed, 0, size);
    }

    private static Statistics<?> statistics(PrimitiveType type, Zone zone) {
        Statistics.Builder builder = Statistics.getBuilderForReading(type).withNumNulls(zone.nullCount());
        if (!zone.min().isNull() && !isNaN(zone.min()) && !isNaN(zone.max())) {
            builder.withMin(bytes(type, zone.min())).withMax(bytes(type, zone.max()));
        }
        return builder.build();
    }

    private static boolean isNaN(Datum value) {
        return value instanceof Datum.Real real && Double.isNaN(real.value());
    }

    /// A value as statistics have it: PLAIN, strings without their length.
    private static byte[] bytes(PrimitiveType type, Datum value) {
        return switch (value) {
            case Datum.Bool bool -> new byte[] {(byte) (bool.value() ? 1 : 0)};
            case Datum.Int number ->
                type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT32
                        ? little(4).putInt((int) number.value()).array()
                        : little(8).putLong(number.value()).array();
            case Datum.Real number -> little(8).putDouble(number.value()).array();
            case Datum.Text text -> text.value().getBytes(StandardCharsets.UTF_8);
            case Datum.Wide wide -> bigEndian(wide.value());
            case Datum.Null none -> throw new IllegalArgumentException("NULL has no bytes");
        };
    }

    private static byte[] bigEndian(BigInteger value) {
        return ByteBuffer.allocate(SegmentSchema.WIDE_BYTES)
                .putLong(value.shiftRight(64).longValue())
                .putLong(value.longValue())
                .array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public void finish() throws IOException {
        writer.endBlock();
        writer.end(Map.of(SegmentSchema.FOOTER_KEY, schema.toFooter()));
        writer.close();
    }

    /// The size of the finished file.
    public long bytes() {
        return output.bytes();
    }

    /// The CRC-32C of the whole finished file.
    public int checksum() {
        return output.checksum();
    }

    @Override
    public void close() throws IOException {
        zstd.close();
        output.abandon();
    }
}
