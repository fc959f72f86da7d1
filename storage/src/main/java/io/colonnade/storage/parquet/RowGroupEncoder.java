package io.colonnade.storage.parquet;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.storage.image.ColumnEncoder;
import io.colonnade.storage.image.ColumnRows;
import io.colonnade.storage.segment.Zone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.MessageType;

/// Makes one row group, column by column. *Threads*: one; several encode row groups of a file at once.
public final class RowGroupEncoder implements AutoCloseable {
    private final List<ColumnDefinition> definitions;
    private final MessageType message;
    private final int rowCount;
    private final PageEncoding encoding = new PageEncoding();
    private final List<List<EncodedPage>> columns = new ArrayList<>();

    public RowGroupEncoder(List<ColumnDefinition> columns, int rowCount) {
        this.definitions = List.copyOf(columns);
        this.message = new SegmentSchema(0, columns).message();
        this.rowCount = rowCount;
    }

    /// The next column.
    public void column(ColumnRows rows, Runnable cancelCheck) {
        ColumnDefinition definition = definitions.get(columns.size());
        List<Zone> zones = new ColumnEncoder(definition.id(), rows, cancelCheck).zones();
        List<EncodedPage> pages = new ArrayList<>();
        try {
            encoding.encode(
                    message.getColumns().get(columns.size()).getPrimitiveType(),
                    definition.nullable(),
                    rows,
                    zones::get,
                    cancelCheck,
                    page -> pages.add(page.copy()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        columns.add(pages);
    }

    public RowGroup finish() {
        return new RowGroup(rowCount, columns);
    }

    @Override
    public void close() {
        encoding.close();
    }
}
