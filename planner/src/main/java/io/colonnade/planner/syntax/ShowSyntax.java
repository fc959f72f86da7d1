package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.Statement;
import java.util.Locale;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// SHOW and DESCRIBE. What lists things is short for a query of the engine's own tables.
public final class ShowSyntax {
    private static final String CURRENT_SCHEMA = "(SELECT max(value) FROM system.settings WHERE name = 'schema')";

    private ShowSyntax() {}

    public static SqlNode all(SqlParserPos pos) {
        return new Rephrased(pos, "SELECT name, value, description FROM system.settings ORDER BY name");
    }

    public static SqlNode create(SqlParserPos pos, SqlIdentifier table) {
        return new StatementNode(pos, new Statement.ShowCreate(TableSyntax.tableName(table)));
    }

    public static SqlNode setting(SqlParserPos pos, String name) {
        return new StatementNode(pos, new Statement.ShowSetting(new Name(name, Positions.of(pos))));
    }

    public static SqlNode describe(SqlParserPos pos, SqlNode queryOrTable) {
        return new StatementNode(
                pos,
                queryOrTable instanceof SqlIdentifier table
                        ? new Statement.DescribeTable(TableSyntax.tableName(table))
                        : new Statement.DescribeQuery(new ParsedQuery(queryOrTable)));
    }

    /// `SHOW what [FROM scope] [LIKE pattern]`; a word that lists nothing is a setting.
    public static SqlNode show(SqlParserPos pos, String what, @Nullable SqlIdentifier scope, @Nullable String pattern) {
        String word = what.toUpperCase(Locale.ROOT);
        if (word.equals("COLUMNS") || word.equals("FIELDS")) {
            if (scope == null || pattern != null) {
                throw new EngineException(
                        ErrorCode.SYNTAX,
                        "SHOW COLUMNS wants a table",
                        Positions.of(pos),
                        "write SHOW COLUMNS FROM t",
                        null);
            }
            return describe(pos, scope);
        }
        String list = list(word, scope, pattern);
        if (list != null && (scope == null || word.equals("TABLES") || word.equals("VIEWS"))) {
            return new Rephrased(pos, list);
        }
        if (scope != null || pattern != null) {
            throw new EngineException(
                    ErrorCode.SYNTAX,
                    "SHOW " + word + " takes no " + (scope == null ? "LIKE" : "FROM"),
                    Positions.of(pos),
                    null,
                    null);
        }
        return setting(pos, what);
    }

    private static @Nullable String list(String word, @Nullable SqlIdentifier scope, @Nullable String pattern) {
        return switch (word) {
            case "TABLES" ->
                "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = " + schema(scope)
                        + like("AND", "table_name", pattern) + " ORDER BY table_name";
            case "VIEWS" ->
                "SELECT table_name, view_definition FROM information_schema.views WHERE table_schema = " + schema(scope)
                        + like("AND", "table_name", pattern) + " ORDER BY table_name";
            case "SCHEMAS" ->
                "SELECT schema_name FROM information_schema.schemata" + like("WHERE", "schema_name", pattern)
                        + " ORDER BY schema_name";
            case "FUNCTIONS" ->
                "SELECT * FROM system.functions" + like("WHERE", "lower(name)", pattern) + " ORDER BY name";
            case "SETTINGS" ->
                "SELECT name, value, description FROM system.settings" + like("WHERE", "name", pattern)
                        + " ORDER BY name";
            case "NODES" -> pattern == null ? "SELECT * FROM system.nodes ORDER BY node" : null;
            case "QUERIES" ->
                "SELECT id, connection, started, elapsed_ms, text FROM system.queries WHERE state = 'running'"
                        + like("AND", "text", pattern) + " ORDER BY id";
            default -> null;
        };
    }

    private static String schema(@Nullable SqlIdentifier scope) {
        return scope == null ? CURRENT_SCHEMA : text(scope.names.getLast());
    }

    private static String like(String before, String column, @Nullable String pattern) {
        return pattern == null ? "" : " " + before + " " + column + " LIKE " + text(pattern);
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
