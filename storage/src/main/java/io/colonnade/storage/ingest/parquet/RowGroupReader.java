package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Columns of a row group side by side, as pages of 4,096 rows (the last one of the rest).
///
/// *Ownership*: a page is valid until the next call; the reader owns the open file and the pages of the file that it
/// is in. *Threads*: one.
public final class RowGroupReader implements AutoCloseable {
    private final FileChannel channel;
    private final List<ColumnReader> columns;
    private long rowsLeft;

    RowGroupReader(FileChannel channel, List<ColumnReader> columns, long rows) {
        this.channel = channel;
        this.columns = columns;
        this.rowsLeft = rows;
    }

    /// The next page in memory of `scratch`, which is reset first, or null after the last one.
    public @Nullable Page next(Scratch scratch) {
        if (rowsLeft <= 0) {
            return null;
        }
        scratch.reset();
        int rows = (int) Math.min(Page.ROWS_MAX, rowsLeft);
        Column[] page = new Column[columns.size()];
        for (int i = 0; i < page.length; i++) {
            page[i] = columns.get(i).next(rows, scratch);
        }
        rowsLeft -= rows;
        return new Page(rows, page);
    }

    /// For reading the columns one after the other instead: each is as long as the row group.
    public List<ColumnReader> columns() {
        return List.copyOf(columns);
    }

    @Override
    public void close() {
        close(columns, channel);
    }

    static void close(List<ColumnReader> columns, FileChannel channel) {
        columns.forEach(ColumnReader::close);
        try {
            channel.close();
        } catch (IOException e) {
            // Only read from: nothing is lost.
        }
    }
}
