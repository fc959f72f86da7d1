package io.colonnade.storage.ingest.sniff;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.catalog.FileRequest;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a sample of a CSV file says of all of it: its delimiter, whether the first row names the columns, and
/// types.
///
/// The delimiter is that of comma, semicolon, tab and bar which gives the most columns, the same number in
/// each row. The first row is a header if all its fields are texts, and different ones, and below one of them
/// something else than text stands, or all columns are text.
final class CsvSchema {
    private static final String DELIMITERS = ",;\t|";

    private final FileRequest request;
    private final String quote;
    private final @Nullable String nullText;

    CsvSchema(FileRequest request) {
        this.request = request;
        this.quote = request.quote() == null ? "\"" : request.quote();
        this.nullText = request.nullText();
    }

    /// `options` know delimiter and header then; `whole` says that the sample is the whole file.
    Sniffed of(String sample, boolean whole) {
        String delimiter = request.delimiter() == null ? delimiter(sample, whole) : request.delimiter();
        List<List<@Nullable String>> rows = CsvSample.rows(sample, delimiter.charAt(0), quote, whole);
        // Rows of dbgen end with a delimiter.
        int width = rows.isEmpty() ? 0 : rows.getFirst().size();
        if (width > 1 && rows.stream().allMatch(row -> row.getLast() == null)) {
            width--;
        }
        List<ColumnDefinition> given = request.columns();
        boolean header = request.header() == null ? isHeader(rows, width) : request.header();
        FileOptions options =
                new FileOptions(FileOptions.Format.CSV, delimiter, header, nullText == null ? "" : nullText, quote);
        return new Sniffed(given == null ? columns(rows, width, header) : given, options);
    }

    /// Columns, and how files with them are read.
    record Sniffed(List<ColumnDefinition> columns, FileOptions options) {}

    private String delimiter(String sample, boolean whole) {
        char best = DELIMITERS.charAt(0);
        int most = 1;
        for (char candidate : DELIMITERS.toCharArray()) {
            List<List<@Nullable String>> rows = CsvSample.rows(sample, candidate, quote, whole);
            int width = rows.isEmpty() ? 0 : rows.getFirst().size();
            if (width > most && rows.stream().allMatch(row -> row.size() == width)) {
                best = candidate;
                most = width;
            }
        }
        return String.valueOf(best);
    }

    private boolean isHeader(List<List<@Nullable String>> rows, int width) {
        if (rows.isEmpty()) {
            return false;
        }
        Set<String> names = new HashSet<>();
        for (@Nullable String name : rows.getFirst().subList(0, width)) {
            boolean isName = name != null
                    && SniffedColumn.of(name).isString()
                    && names.add(name.strip().toLowerCase(Locale.ROOT));
            if (!isName) {
                return false;
            }
        }
        return true;
    }

    private List<ColumnDefinition> columns(List<List<@Nullable String>> rows, int width, boolean header) {
        List<ColumnDefinition> columns = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < width; i++) {
            SniffedColumn column = new SniffedColumn();
            for (List<@Nullable String> row : rows.subList(header ? 1 : 0, rows.size())) {
                String value = i < row.size() ? row.get(i) : null;
                if (value != null && !value.equals(nullText)) {
                    column.see(value);
                }
            }
            String written =
                    header && i < rows.getFirst().size() ? rows.getFirst().get(i) : null;
            String name = written == null || written.isBlank() ? "column" + (i + 1) : written.strip();
            String unique = name;
            for (int n = 1; !taken.add(unique.toLowerCase(Locale.ROOT)); n++) {
                unique = name + "_" + n;
            }
            columns.add(new ColumnDefinition(i + 1, unique, column.type(), true));
        }
        return columns;
    }

    /// The columns of several files with the same names: of types that all of them have.
    static List<ColumnDefinition> merged(List<ColumnDefinition> first, List<ColumnDefinition> other) {
        if (first.size() != other.size()) {
            return first;
        }
        List<ColumnDefinition> merged = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            SniffedColumn both = new SniffedColumn();
            both.see(first.get(i).type());
            both.see(other.get(i).type());
            Type type = both.type();
            merged.add(new ColumnDefinition(i + 1, first.get(i).name(), type, true));
        }
        return merged;
    }
}
