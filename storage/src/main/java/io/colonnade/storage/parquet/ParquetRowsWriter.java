package io.colonnade.storage.parquet;

import io.colonnade.core.catalog.ColumnDefinition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/// A Parquet file of rows that belong to no segment, row group by row group.
///
/// *Ownership*: the channel is the caller's; {@link #finish} syncs and closes it. *Threads*: one.
public final class ParquetRowsWriter {
    private final ParquetFileWriter writer;
    private final MessageType message;

    /// The columns differ in their names and their ids.
    public ParquetRowsWriter(FileChannel channel, List<ColumnDefinition> columns) throws IOException {
        message = new SegmentSchema(0, columns).message();
        writer = new ParquetOutput(channel).writer(message);
        writer.start();
    }

    public void write(RowGroup group) throws IOException {
        writer.startBlock(group.rows());
        for (int i = 0; i < group.columns().size(); i++) {
            ColumnDescriptor column = message.getColumns().get(i);
            writer.startColumn(column, group.rows(), CompressionCodecName.ZSTD);
            for (EncodedPage page : group.columns().get(i)) {
                page.write(writer);
            }
            writer.endColumn();
        }
        writer.endBlock();
    }

    public void finish() throws IOException {
        writer.end(Map.of());
        writer.close();
    }
}
