package io.colonnade.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Prints rows as a JSON array with one object per line.
///
/// Numbers keep all their digits; NaN and infinities, which JSON lacks, are texts. A label that occurs again gets a
/// number, since the names in an object must differ: `a`, `a_2`.
final class JsonPrinter implements RowPrinter {

    private final PrintStream out;
    private final List<String> names = new ArrayList<>();
    private List<OutputColumn> columns = List.of();
    private boolean first = true;

    JsonPrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(List<OutputColumn> newColumns) {
        columns = newColumns;
        Set<String> taken = new HashSet<>();
        for (OutputColumn column : columns) {
            String name = column.label();
            for (int number = 2; !taken.add(name); number++) {
                name = column.label() + '_' + number;
            }
            names.add(quoted(name));
        }
        out.print('[');
    }

    @Override
    public void row(List<@Nullable String> values) {
        StringBuilder line = new StringBuilder(first ? "\n{" : ",\n{");
        first = false;
        for (int i = 0; i < values.size(); i++) {
            line.append(i == 0 ? "" : ",").append(names.get(i)).append(':');
            line.append(value(values.get(i), columns.get(i).kind()));
        }
        out.append(line).append('}');
    }

    private static String value(@Nullable String value, OutputColumn.Kind kind) {
        if (value == null) {
            return "null";
        }
        return switch (kind) {
            case BOOLEAN -> value;
            case NUMBER -> Character.isLetter(value.charAt(value.length() - 1)) ? quoted(value) : value;
            case TEXT -> quoted(value);
        };
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }

    @Override
    public void end() {
        out.print(first ? "]\n" : "\n]\n");
    }
}
