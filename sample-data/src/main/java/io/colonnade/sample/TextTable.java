package io.colonnade.sample;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows laid out in columns, numbers to the right.
///
/// ```
///  d_year | c_nation  |      profit
/// --------+-----------+-------------
///    1992 | ARGENTINA | 10,123,456
/// ```
final class TextTable {

    private final String[] titles;
    private final boolean[] right;
    private final List<String[]> rows = new ArrayList<>();

    /// @param columns titles; one that ends in `#` is a column of numbers
    TextTable(String... columns) {
        titles = new String[columns.length];
        right = new boolean[columns.length];
        for (int i = 0; i < columns.length; i++) {
            right[i] = columns[i].endsWith("#");
            titles[i] = right[i] ? columns[i].substring(0, columns[i].length() - 1) : columns[i];
        }
    }

    /// Reads `results` to its end.
    static TextTable of(ResultSet results) throws SQLException {
        ResultSetMetaData description = results.getMetaData();
        String[] columns = new String[description.getColumnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = description.getColumnLabel(i + 1) + (isNumber(description.getColumnType(i + 1)) ? "#" : "");
        }
        TextTable table = new TextTable(columns);
        while (results.next()) {
            String[] row = new String[columns.length];
            for (int i = 0; i < row.length; i++) {
                String value = results.getString(i + 1);
                row[i] = value == null ? "NULL" : value;
            }
            table.row(row);
        }
        return table;
    }

    void row(String... values) {
        if (values.length != titles.length) {
            throw new IllegalArgumentException(titles.length + " columns, but " + Arrays.toString(values));
        }
        rows.add(values);
    }

    int rowCount() {
        return rows.size();
    }

    void print(PrintStream out) {
        print(out, Integer.MAX_VALUE);
    }

    /// Prints the first `rowsMax` rows and says how many are left out.
    void print(PrintStream out, int rowsMax) {
        List<String[]> shown = rows.subList(0, Math.min(rowsMax, rows.size()));
        int[] widths = new int[titles.length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(titles[i]);
            for (String[] row : shown) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
        }
        printRow(out, titles, widths);
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            rule.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
        }
        out.println(rule);
        for (String[] row : shown) {
            printRow(out, row, widths);
        }
        if (shown.size() < rows.size()) {
            out.printf(" ... and %,d more rows%n", rows.size() - shown.size());
        }
    }

    private void printRow(PrintStream out, String[] values, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            String padding = " ".repeat(widths[i] - width(values[i]));
            line.append(i == 0 ? " " : "| ");
            line.append(right[i] ? padding + values[i] : values[i] + padding).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isNumber(int type) {
        return switch (type) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.NUMERIC,
                    Types.DECIMAL -> true;
            default -> false;
        };
    }
}
