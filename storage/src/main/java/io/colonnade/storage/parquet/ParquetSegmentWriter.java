package io.colonnade.storage.parquet;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.image.ColumnEntry;
import io.colonnade.storage.image.ColumnRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/// Writes the Parquet file of a segment, column by column, from the arrays that the image was encoded from.
///
/// parquet-java writes the file, headers, indexes and footer; the pages are made here, since its value writers take
/// a call for each value. *Durability*: the bytes are synced when {@link #finish} returns, the name is not.
/// *On failure* close it and delete the file.
public final class ParquetSegmentWriter implements AutoCloseable {

    private final ParquetOutput output;
    private final ParquetFileWriter writer;
    private final SegmentSchema schema;
    private final MessageType message;
    private final int rowCount;
    private final PageEncoding encoding = new PageEncoding();
    private int columns;

    public ParquetSegmentWriter(
            FileSystem files, Path path, long segmentId, List<ColumnDefinition> columns, int rowCount)
            throws IOException {
        this.schema = new SegmentSchema(segmentId, columns);
        this.message = schema.message();
        this.rowCount = rowCount;
        output = new ParquetOutput(files, path);
        writer = output.writer(message);
        writer.start();
        writer.startBlock(rowCount);
    }

    /// The next column of the table; `encoded` knows the range of each block.
    public void column(ColumnEntry encoded, ColumnRows rows, Runnable cancelCheck) throws IOException {
        ColumnDefinition definition = schema.columns().get(columns);
        ColumnDescriptor descriptor = message.getColumns().get(columns);
        columns++;
        writer.startColumn(descriptor, rowCount, CompressionCodecName.ZSTD);
        encoding.encode(
                descriptor.getPrimitiveType(),
                definition.nullable(),
                rows,
                encoded::zone,
                cancelCheck,
                page -> page.write(writer));
        writer.endColumn();
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
        encoding.close();
        output.abandon();
    }
}
