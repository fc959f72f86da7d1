package io.colonnade.sample.file;

import io.colonnade.sample.table.RowSink;
import io.colonnade.sample.table.SampleTable;
import java.io.IOException;
import java.nio.file.Path;

/// A [RowSink] that ends in one file.
///
/// *Ownership*: [#finish] completes the file; closing without it leaves a broken file that the caller throws away.
interface FileSink extends RowSink, AutoCloseable {

    long rowCount();

    void finish() throws IOException;

    @Override
    void close() throws IOException;

    static FileSink open(Path file, SampleTable table, FileFormat format) throws IOException {
        return switch (format.kind()) {
            case CSV, TBL -> new DelimitedSink(file, table, format);
            case PARQUET -> new ParquetSink(file, table);
        };
    }
}
