package io.colonnade.shell;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prints rows as CSV with a heading, quoted as RFC 4180 prescribes, lines ending with LF.
///
/// NULL is an empty field and the empty text is `""`, as PostgreSQL writes and reads them.
final class CsvPrinter implements RowPrinter {

    private final PrintStream out;

    CsvPrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(List<OutputColumn> columns) {
        row(columns.stream().map(OutputColumn::label).toList());
    }

    @Override
    public void row(List<@Nullable String> values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            line.append(i == 0 ? "" : ",").append(field(values.get(i)));
        }
        out.append(line).append('\n');
    }

    private static String field(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean quoted = value.isEmpty();
        for (int i = 0; i < value.length() && !quoted; i++) {
            char c = value.charAt(i);
            quoted = c == ',' || c == '"' || c == '\n' || c == '\r';
        }
        return quoted ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    @Override
    public void end() {}
}
