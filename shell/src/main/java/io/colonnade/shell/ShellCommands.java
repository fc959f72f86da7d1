package io.colonnade.shell;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The commands that begin with a backslash.
final class ShellCommands {
    /// Their tables are described by DESCRIBE, so that they are not taken for the user's own.
    private static final Set<String> ENGINE_SCHEMAS = Set.of("information_schema", "system");

    static final String HELP = """
            A statement ends with a semicolon and may span lines. Commands stand on a line of their own:
              \\d           tables
              \\d TABLE     columns and keys of a table
              \\timing      show or hide the time a statement took
              \\q           quit
              \\?           this text
            Ctrl-C stops the running statement, or drops the one being typed; Ctrl-D quits.""";

    private final ShellSession session;

    ShellCommands(ShellSession session) {
        this.session = session;
    }

    ShellSession.Outcome run(ScriptItem.Command command) {
        try {
            return switch (command.name()) {
                case "\\d", "\\dt" -> {
                    if (command.argument().isEmpty()) {
                        yield listTables();
                    }
                    yield describeTable(unquoted(command.argument()));
                }
                case "\\timing" -> {
                    session.err().println("timing is " + (session.toggleTiming() ? "on" : "off"));
                    yield ShellSession.Outcome.DONE;
                }
                case "\\q", "\\quit", "\\exit" -> ShellSession.Outcome.QUIT;
                case "\\?", "\\h", "\\help" -> {
                    session.err().println(HELP);
                    yield ShellSession.Outcome.DONE;
                }
                default -> fail("There is no command " + command.name() + "; \\? lists them");
            };
        } catch (SQLException error) {
            return fail(error.getMessage());
        }
    }

    private ShellSession.Outcome fail(@Nullable String message) {
        session.err().println("error: " + message);
        return ShellSession.Outcome.FAILED;
    }

    private static String unquoted(String name) {
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    private ShellSession.Outcome listTables() throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (ResultSet tables = metadata().getTables(null, null, "%", new String[] {"TABLE", "VIEW"})) {
            while (tables.next()) {
                String schema = tables.getString("TABLE_SCHEM");
                String name = tables.getString("TABLE_NAME");
                rows.add(List.of(schema, name, tables.getString("TABLE_TYPE")));
            }
        }
        if (rows.isEmpty()) {
            session.err().println("There are no tables.");
            return ShellSession.Outcome.DONE;
        }
        session.print(
                List.of(OutputColumn.text("schema"), OutputColumn.text("table"), OutputColumn.text("type")), rows);
        return ShellSession.Outcome.DONE;
    }

    private ShellSession.Outcome describeTable(String table) throws SQLException {
        Map<String, String> keys = keys(table);
        List<List<@Nullable String>> rows = new ArrayList<>();
        String pattern = escaped(table);
        try (ResultSet columns = metadata().getColumns(null, null, pattern, "%")) {
            while (columns.next()) {
                if (ENGINE_SCHEMAS.contains(columns.getString("TABLE_SCHEM"))) {
                    continue;
                }
                String name = columns.getString("COLUMN_NAME");
                String nullable = columns.getString("IS_NULLABLE").equals("YES") ? "" : "NOT NULL";
                rows.add(List.of(name, type(columns), nullable, keys.getOrDefault(name, "")));
            }
        }
        if (rows.isEmpty()) {
            return fail("There is no table '" + table + "'; \\d lists them");
        }
        session.print(
                List.of(
                        OutputColumn.text("column"),
                        OutputColumn.text("type"),
                        OutputColumn.text("nullable"),
                        OutputColumn.text("key")),
                rows);
        return ShellSession.Outcome.DONE;
    }

    private Map<String, String> keys(String table) throws SQLException {
        Map<String, String> keys = new HashMap<>();
        try (ResultSet primary = metadata().getPrimaryKeys(null, null, table)) {
            while (primary.next()) {
                keys.put(primary.getString("COLUMN_NAME"), "PRIMARY KEY");
            }
        }
        try (ResultSet foreign = metadata().getImportedKeys(null, null, table)) {
            while (foreign.next()) {
                String target = foreign.getString("PKTABLE_NAME") + "(" + foreign.getString("PKCOLUMN_NAME") + ")";
                keys.merge(
                        foreign.getString("FKCOLUMN_NAME"),
                        "REFERENCES " + target,
                        (known, added) -> known + ", " + added);
            }
        }
        return keys;
    }

    private static String type(ResultSet columns) throws SQLException {
        String name = columns.getString("TYPE_NAME");
        int size = columns.getInt("COLUMN_SIZE");
        return switch (name) {
            case "DECIMAL" -> name + "(" + size + "," + columns.getInt("DECIMAL_DIGITS") + ")";
            case "CHAR", "VARCHAR" -> size == Integer.MAX_VALUE ? name : name + "(" + size + ")";
            default -> name;
        };
    }

    private String escaped(String name) throws SQLException {
        String escape = metadata().getSearchStringEscape();
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }

    private DatabaseMetaData metadata() throws SQLException {
        return session.connection().getMetaData();
    }
}
