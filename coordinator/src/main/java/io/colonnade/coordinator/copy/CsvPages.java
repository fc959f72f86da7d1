package io.colonnade.coordinator.copy;

import io.colonnade.coordinator.result.PageEncoder;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.csv.layout.CsvDialect;
import java.lang.foreign.SegmentAllocator;
import java.util.List;

/// Rows as CSV that COPY FROM with the same options reads back: what is not plain is quoted, NULL is the null text
/// without quotes.
final class CsvPages implements PageEncoder {
    private static final int BYTES_A_FIELD = 16;
    private static final int BYTE_ORDER_MARK = 0xEF;

    private final byte delimiter;
    private final byte quote;
    private final byte[] nullText;

    CsvPages(FileOptions options) {
        CsvDialect dialect = CsvDialect.of(options);
        this.delimiter = dialect.delimiter();
        this.quote = (byte) dialect.quote();
        this.nullText = dialect.nullText();
        if (options.nullText().contains(options.quote())) {
            throw new EngineException(
                    ErrorCode.INVALID_PARAMETER, "COPY option NULL text '" + options.nullText() + "' contains a quote");
        }
    }

    byte[] header(List<String> names) {
        ByteText text = new ByteText(64);
        for (int i = 0; i < names.size(); i++) {
            int start = text.length();
            text.put(names.get(i));
            end(text, start, i == names.size() - 1);
        }
        return text.toBytes();
    }

    @Override
    public byte[] encode(List<Type> types, Page page, SegmentAllocator allocator) {
        int rows = page.rows();
        int count = types.size();
        Column.Plain[] columns = new Column.Plain[count];
        for (int i = 0; i < count; i++) {
            columns[i] = Flatten.plain(page.column(i), page.selection(), allocator);
        }
        ByteText text = new ByteText(Math.max(64, rows * count * BYTES_A_FIELD));
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < count; i++) {
                int start = text.length();
                if (columns[i].isNull(row)) {
                    text.put(nullText);
                    text.put(i == count - 1 ? '\n' : delimiter);
                } else {
                    ValueText.append(text, types.get(i), columns[i], row);
                    end(text, start, i == count - 1);
                }
            }
        }
        return text.toBytes();
    }

    /// Ends a field, with quotes if its text could be taken for something else.
    private void end(ByteText text, int start, boolean isLast) {
        if (needsQuotes(text, start)) {
            byte[] field = text.take(start);
            text.put(quote);
            for (byte b : field) {
                if (b == quote) {
                    text.put(quote);
                }
                text.put(b);
            }
            text.put(quote);
        }
        text.put(isLast ? '\n' : delimiter);
    }

    private boolean needsQuotes(ByteText text, int start) {
        int length = text.length() - start;
        for (int i = start; i < text.length(); i++) {
            byte b = text.at(i);
            if (b == delimiter || b == quote || b == '\n' || b == '\r') {
                return true;
            }
        }
        if (length == 0 || (text.at(start) & 0xFF) == BYTE_ORDER_MARK) {
            return true;
        }
        if (length != nullText.length) {
            return false;
        }
        int at = start;
        for (byte b : nullText) {
            if (text.at(at++) != b) {
                return false;
            }
        }
        return true;
    }
}
