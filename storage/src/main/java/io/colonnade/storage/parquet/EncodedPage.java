package io.colonnade.storage.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/// A page of a column: `count` values that were `plainBytes` bytes before they were compressed. A dictionary
/// page has no statistics.
record EncodedPage(
        int count,
        int plainBytes,
        BytesInput bytes,
        Encoding values,
        @Nullable Statistics<?> statistics) {
    /// The same with bytes of its own.
    EncodedPage copy() {
        return new EncodedPage(count, plainBytes, copied(bytes), values, statistics);
    }

    private static BytesInput copied(BytesInput lent) {
        try {
            ByteArrayOutputStream own = new ByteArrayOutputStream(Math.toIntExact(lent.size()));
            lent.writeAllTo(own);
            return BytesInput.from(own.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(ParquetFileWriter writer) throws IOException {
        if (statistics == null) {
            writer.writeDictionaryPage(new DictionaryPage(bytes, plainBytes, count, values));
        } else {
            writer.writeDataPage(count, plainBytes, bytes, statistics, count, Encoding.RLE, Encoding.RLE, values);
        }
    }
}
