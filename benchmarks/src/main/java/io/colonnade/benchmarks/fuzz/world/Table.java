package io.colonnade.benchmarks.fuzz.world;

import io.colonnade.benchmarks.fuzz.text.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A table with its rows.
///
/// @param layout what follows the columns in Colonnade's CREATE TABLE
/// @param key the columns of the primary key, empty if there is none
/// @param parent the table whose key its column `k` refers to, empty if there is none
/// @param rows as literals
public record Table(
        String name, List<Column> columns, List<String> key, String layout, String parent, List<List<String>> rows) {
    /// Rows of an INSERT, at least; each is a segment of its own.
    private static final int ROWS_TOGETHER = 60;

    /// Segments of a table at most.
    private static final int SEGMENTS_MAX = 5;

    /// The column that refers to another table.
    static final String CHILD = "k";

    public Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        rows = List.copyOf(rows);
    }

    public Table withRows(List<List<String>> others) {
        return new Table(name, columns, key, layout, parent, others);
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
                gone.name().equals(CHILD) ? "" : parent,
                rows.stream()
                        .map(row -> {
                            List<String> values = new ArrayList<>(row);
                            values.remove(column);
                            return List.copyOf(values);
                        })
                        .toList());
    }

    public Table plain() {
        return new Table(name, columns, List.of(), "", "", rows);
    }

    /// Whether no two rows are the same: those of numbered tables are numbered from 0.
    public boolean isUnique() {
        return columns.getFirst().name().equals("id");
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
        boolean refers = ours && !parent.isEmpty();
        String parentText = refers ? ", FOREIGN KEY (" + CHILD + ") REFERENCES " + parent + " (id)" : "";
        statements.add("CREATE TABLE " + name + " (" + columnList + keyText + parentText + ")"
                + (ours && !layout.isEmpty() ? " " + layout : ""));
        int together = Math.max(ROWS_TOGETHER, rows.size() / SEGMENTS_MAX);
        for (int from = 0; from < rows.size(); from += together) {
            statements.add("INSERT INTO " + name + " VALUES "
                    + rows.subList(from, Math.min(rows.size(), from + together)).stream()
                            .map(row -> "(" + String.join(", ", row) + ")")
                            .collect(Collectors.joining(", ")));
        }
        if (refers) {
            statements.add("ALTER TABLE " + name + " VALIDATE CONSTRAINT " + name + "_" + CHILD + "_fkey");
        }
        return statements;
    }
}
