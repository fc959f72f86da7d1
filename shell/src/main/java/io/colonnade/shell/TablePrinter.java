package io.colonnade.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prints rows as an aligned table for a person.
///
/// ```
///  d_year | city   |  revenue
/// --------+--------+----------
///    1992 | 東京   |   123.50
///    1993 | <null> | 98765.00
/// ```
///
/// Widths come from the first [#SAMPLE_ROWS] rows; a longer value later shifts its own row only, so that a result of
/// any size is printed in bounded memory. Line breaks and control characters are shown as escapes.
final class TablePrinter implements RowPrinter {

    static final String NULL = "<null>";

    private static final int SAMPLE_ROWS = 1_000;

    private final PrintStream out;
    private final List<List<String>> sample = new ArrayList<>();
    private List<OutputColumn> columns = List.of();
    private int[] widths = new int[0];
    private boolean headPrinted;

    TablePrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(List<OutputColumn> newColumns) {
        columns = newColumns;
        widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = DisplayText.width(DisplayText.visible(columns.get(i).label()));
        }
    }

    @Override
    public void row(List<@Nullable String> values) {
        List<String> cells = new ArrayList<>(values.size());
        for (String value : values) {
            cells.add(value == null ? NULL : DisplayText.visible(value));
        }
        if (headPrinted) {
            print(cells);
            return;
        }
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], DisplayText.width(cells.get(i)));
        }
        sample.add(cells);
        if (sample.size() == SAMPLE_ROWS) {
            printHead();
        }
    }

    @Override
    public void end() {
        if (!headPrinted) {
            printHead();
        }
    }

    private void printHead() {
        headPrinted = true;
        StringBuilder line = new StringBuilder();
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? " " : " | ");
            line.append(cell(DisplayText.visible(columns.get(i).label()), i));
            rule.append(i == 0 ? "" : "+").repeat('-', widths[i] + 2);
        }
        out.println(line.toString().stripTrailing());
        out.println(rule);
        sample.forEach(this::print);
        sample.clear();
    }

    private void print(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? " " : " | ").append(cell(cells.get(i), i));
        }
        out.println(line.toString().stripTrailing());
    }

    private String cell(String text, int column) {
        String padding = " ".repeat(Math.max(0, widths[column] - DisplayText.width(text)));
        return columns.get(column).kind() == OutputColumn.Kind.NUMBER ? padding + text : text + padding;
    }
}
