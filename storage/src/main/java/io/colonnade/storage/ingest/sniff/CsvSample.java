package io.colonnade.storage.ingest.sniff;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first rows of a CSV file, as fields. A field is null if it is empty and not quoted.
final class CsvSample {
    private static final int ROWS_MAX = 10_000;

    private CsvSample() {}

    /// The rows of `text`; the last one is left out if the text does not hold the whole file, since it may be cut.
    static List<List<@Nullable String>> rows(String text, char delimiter, String quote, boolean whole) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        List<@Nullable String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean wasQuoted = false;
        boolean inside = false;
        for (int i = 0; i < text.length() && rows.size() < ROWS_MAX; i++) {
            char c = text.charAt(i);
            boolean isQuote = !quote.isEmpty() && c == quote.charAt(0);
            if (inside) {
                if (!isQuote) {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == c) {
                    field.append(c);
                    i++;
                } else {
                    inside = false;
                }
            } else if (isQuote) {
                inside = true;
                wasQuoted = true;
            } else if (c == delimiter || c == '\n') {
                end(row, field, wasQuoted);
                wasQuoted = false;
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                field.append(c);
            }
        }
        boolean hasRest = !row.isEmpty() || !field.isEmpty() || wasQuoted;
        if (hasRest && whole && rows.size() < ROWS_MAX) {
            end(row, field, wasQuoted);
            rows.add(row);
        }
        return rows;
    }

    private static void end(List<@Nullable String> row, StringBuilder field, boolean wasQuoted) {
        int length = field.length();
        if (length > 0 && field.charAt(length - 1) == '\r') {
            field.setLength(length - 1);
        }
        row.add(field.isEmpty() && !wasQuoted ? null : field.toString());
        field.setLength(0);
    }
}
