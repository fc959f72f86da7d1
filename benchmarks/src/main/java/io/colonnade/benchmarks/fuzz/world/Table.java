package io.colonnade.benchmarks.fuzz.world;

import io.colonnade.benchmarks.fuzz.text.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A table with its rows.
///
/// @param layout what follows the columns in Colonnade's CREATE TABLE
/// @param key the columns of the primary key, empty if there is none
/// @param rows as literals
public record Table(String name, List<Column> columns, List<String> key, String layout, List<List<String>> rows) {
    /// Rows of an INSERT; each is a segment of its own.
    private static final int ROWS_TOGETHER = 60;

    public Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        rows = List.copyOf(rows);
    }

    public Table withRows(List<List<String>> others) {
        return new Table(name, columns, key, layout, others);
    }

    /// Without the column; with neither layout nor key, if they need it.
    public Table without(int column) {
        List<Column> left = new ArrayList<>(columns);
        Column gone = left.remove(column);
        boolean needed = layout.matches(".*\\b" + gone.name() + "\\b.*");
        return new Table(
                name,
                left,
                key.contains(gone.name()) ? List.of() : key,
                needed ? "" : layout,
                rows.stream()
                        .map(row -> {
                            List<String> values = new ArrayList<>(row);
                            values.remove(column);
                            return List.copyOf(values);
                        })
                        .toList());
    }

    public Table plain() {
        return new Table(name, columns, List.of(), "", rows);
    }

    /// The statements that make it.
    public List<String> statements(Dialect dialect) {
        List<String> statements = new ArrayList<>();
        boolean ours = dialect == Dialect.COLONNADE;
        String columnList = columns.stream()
                .map(column ->
                        column.name() + " " + column.domain().sql() + (ours && !column.nullable() ? " NOT NULL" : ""))
                .collect(Collectors.joining(", "));
        String keyText = key.isEmpty() || !ours ? "" : ", PRIMARY KEY (" + String.join(", ", key) + ")";
        statements.add("CREATE TABLE " + name + " (" + columnList + keyText + ")"
                + (ours && !layout.isEmpty() ? " " + layout : ""));
        for (int from = 0; from < rows.size(); from += ROWS_TOGETHER) {
            statements.add("INSERT INTO " + name + " VALUES "
                    + rows.subList(from, Math.min(rows.size(), from + ROWS_TOGETHER)).stream()
                            .map(row -> "(" + String.join(", ", row) + ")")
                            .collect(Collectors.joining(", ")));
        }
        return statements;
    }
}
