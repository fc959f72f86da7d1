package io.colonnade.shell;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Runs the items of a script on one connection and prints what they give.
///
/// Results go to `out`; errors, counts of changed rows and warnings go to `err`. *Threads*: one runs items;
/// [#cancel] may come from any.
final class ShellSession {

    /// How an item ended.
    enum Outcome {
        DONE,
        FAILED,
        QUIT
    }

    /// How a long statement tells how far it is: not at all, on one line of a terminal, on lines that stay.
    enum Progress {
        NONE,
        TERMINAL,
        LINES
    }

    private static final int ROWS_PER_CHECK = 4_096;

    private final Connection connection;
    private final RowPrinter.Format format;
    private final Progress progress;
    private final PrintStream out;
    private final PrintStream err;
    private final ShellCommands commands;
    private boolean timing = true;
    private volatile @Nullable Statement running;

    ShellSession(Connection connection, RowPrinter.Format format, Progress progress, PrintStream out, PrintStream err) {
        this.connection = connection;
        this.format = format;
        this.progress = progress;
        this.out = out;
        this.err = err;
        this.commands = new ShellCommands(this);
    }

    Connection connection() {
        return connection;
    }

    PrintStream err() {
        return err;
    }

    boolean toggleTiming() {
        timing = !timing;
        return timing;
    }

    /// @param place the script's name, for errors; empty when the text was typed
    Outcome run(ScriptItem item, String place) {
        Outcome outcome = switch (item) {
            case ScriptItem.Sql sql -> runSql(sql, place);
            case ScriptItem.Command command -> commands.run(command);
        };
        out.flush();
        err.flush();
        return outcome;
    }

    private Outcome runSql(ScriptItem.Sql sql, String place) {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            running = statement;
            if (execute(statement, sql.text())) {
                try (ResultSet rows = statement.getResultSet()) {
                    if (!printRows(rows, start)) {
                        return Outcome.QUIT;
                    }
                }
            } else {
                long count = statement.getLargeUpdateCount();
                err.println((count > 0 ? "OK, " + rows(count) : "OK") + time(start));
            }
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                err.println("warning: " + warning.getMessage());
            }
            return Outcome.DONE;
        } catch (SQLException error) {
            out.flush();
            int line = place.isEmpty() ? 1 : sql.line();
            String where = place.isEmpty() ? "" : place + ":" + sql.line();
            err.println(ErrorText.of(error, sql.text(), where, line));
            return Outcome.FAILED;
        } finally {
            running = null;
        }
    }

    private boolean execute(Statement statement, String sql) throws SQLException {
        if (progress == Progress.NONE) {
            return statement.execute(sql);
        }
        ProgressLine line = new ProgressLine(statement, err, progress == Progress.LINES);
        try {
            return statement.execute(sql);
        } finally {
            line.close();
        }
    }

    /// False when nobody reads the output any more, as behind `| head`.
    private boolean printRows(ResultSet rows, long start) throws SQLException {
        RowPrinter printer = format.printer(out);
        List<OutputColumn> columns = OutputColumn.of(rows.getMetaData());
        printer.begin(columns);
        long count = 0;
        while (rows.next()) {
            List<@Nullable String> values = new ArrayList<>(columns.size());
            for (int i = 1; i <= columns.size(); i++) {
                values.add(rows.getString(i));
            }
            printer.row(values);
            if (++count % ROWS_PER_CHECK == 0 && out.checkError()) {
                return false;
            }
        }
        printer.end();
        if (format == RowPrinter.Format.TABLE) {
            out.println("(" + rows(count) + time(start) + ")");
        }
        return true;
    }

    /// Prints rows that no statement made.
    void print(List<OutputColumn> columns, List<? extends List<@Nullable String>> rows) {
        RowPrinter printer = format.printer(out);
        printer.begin(columns);
        rows.forEach(printer::row);
        printer.end();
    }

    private static String rows(long count) {
        return count == 1 ? "1 row" : String.format(Locale.ROOT, "%,d rows", count);
    }

    private String time(long start) {
        if (!timing) {
            return "";
        }
        double millis = (System.nanoTime() - start) / 1e6;
        return millis < 10_000
                ? String.format(Locale.ROOT, ", %.1f ms", millis)
                : String.format(Locale.ROOT, ", %.1f s", millis / 1_000);
    }

    /// Stops the statement that is running, if any.
    void cancel() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException alreadyOver) {
                // Closed between the check and the call: there is nothing left to stop.
            }
        }
    }
}
