package io.colonnade.planner.parse;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.error.Position;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Statements and clauses of PostgreSQL and others that people write and that are not there: what would be a
/// syntax error says so then.
final class AbsentSyntax {
    private static final Set<String> STATEMENTS = Set.of(
            "ABORT",
            "ATTACH",
            "CALL",
            "CHECKPOINT",
            "CLOSE",
            "CLUSTER",
            "COMMENT",
            "DECLARE",
            "DETACH",
            "DISCARD",
            "DO",
            "FETCH",
            "GRANT",
            "INSTALL",
            "LISTEN",
            "LOAD",
            "LOCK",
            "MOVE",
            "NOTIFY",
            "PIVOT",
            "PRAGMA",
            "REASSIGN",
            "REFRESH",
            "REINDEX",
            "RELEASE",
            "REPLACE",
            "REVOKE",
            "SAVEPOINT",
            "SUMMARIZE",
            "UNLISTEN",
            "UNPIVOT",
            "VACUUM");

    /// What CREATE, ALTER and DROP do not know.
    private static final Set<String> OBJECTS = Set.of(
            "AGGREGATE",
            "DATABASE",
            "DOMAIN",
            "EXTENSION",
            "FOREIGN",
            "FUNCTION",
            "INDEX",
            "MACRO",
            "MATERIALIZED",
            "OPERATOR",
            "POLICY",
            "PROCEDURE",
            "ROLE",
            "RULE",
            "SEQUENCE",
            "TABLESPACE",
            "TEMP",
            "TEMPORARY",
            "TRIGGER",
            "TYPE",
            "UNIQUE",
            "UNLOGGED",
            "USER");

    /// Words that the grammar stops at, and what to do instead.
    private static final Map<String, String> CLAUSES = Map.ofEntries(
            Map.entry("RETURNING", "ask for the rows by a query of their own"),
            Map.entry("MATERIALIZED", "leave it out: what a query has several times is computed once where that pays"),
            Map.entry("CASCADE", "leave it out, and drop what is left by statements of its own"),
            Map.entry("FOR", "leave it out: rows that are read are not locked"),
            Map.entry("EXCLUDE", "name the columns that are wanted"),
            Map.entry("SAMPLE", "write WHERE random() < 0.1"));

    private static final Set<String> VERBS = Set.of("CREATE", "ALTER", "DROP");

    private static final Map<String, String> ADVICE = Map.of(
            "VACUUM", "OPTIMIZE TABLE t rewrites its segments",
            "ABORT", "write ROLLBACK",
            "INDEX", "ORDER BY in CREATE TABLE sorts the rows, which lets scans skip blocks",
            "SUMMARIZE", "system.columns has the minimum and maximum of each column",
            "TEMP", "write CREATE TABLE",
            "TEMPORARY", "write CREATE TABLE",
            "MATERIALIZED", "write CREATE TABLE .. AS");

    /// Functions whose arguments are no expressions, so that the grammar stops in them.
    private static final Pattern OWN_SYNTAX =
            Pattern.compile("(?i)\\b(xml(?:element|forest|attributes|parse|pi|root|serialize|table|exists))\\s*\\(");

    private AbsentSyntax() {}

    /// The error of a statement that the grammar stopped in at `token`; null if it is an error in the syntax.
    static @Nullable EngineException of(String sql, String token, Position position, Throwable cause) {
        List<String> words = words(sql);
        String first = words.isEmpty() ? "" : words.getFirst();
        String second = words.size() < 2 ? "" : words.get(1);
        if (STATEMENTS.contains(first)) {
            return absent(first, position, ADVICE.get(first), cause);
        }
        if (VERBS.contains(first)) {
            String object = second.equals("OR") && words.size() > 3 ? words.get(3) : second;
            if (OBJECTS.contains(object)) {
                return absent(first + " " + object, position, ADVICE.get(object), cause);
            }
            if (second.equals("OR") && object.equals("TABLE")) {
                return absent("CREATE OR REPLACE TABLE", position, "DROP TABLE IF EXISTS it first", cause);
            }
        }
        if (first.equals("SELECT") && second.equals("TOP")) {
            return absent("TOP", position, "write LIMIT behind the query", cause);
        }
        if (first.equals("FROM")) {
            return absent("a query that begins with FROM", position, "write SELECT * FROM ..", cause);
        }
        if (first.equals("INSERT") && token.equalsIgnoreCase("ON")) {
            return absent("ON CONFLICT", position, "MERGE INTO .. WHEN NOT MATCHED THEN INSERT does that", cause);
        }
        Matcher standard = OWN_SYNTAX.matcher(sql);
        if (standard.find()) {
            return absent(standard.group(1).toUpperCase(Locale.ROOT), position, null, cause);
        }
        String clause = token.toUpperCase(Locale.ROOT);
        return CLAUSES.containsKey(clause) ? absent(clause, position, CLAUSES.get(clause), cause) : null;
    }

    private static EngineException absent(String what, Position position, @Nullable String advice, Throwable cause) {
        return new EngineException(ErrorCode.NOT_SUPPORTED, what + " is not supported yet", position, advice, cause);
    }

    private static List<String> words(String sql) {
        String text = sql.replaceAll("(?s)/\\*.*?\\*/|--[^\n]*", " ").strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(text.substring(0, Math.min(200, text.length())).split("\\W+", 6))
                .filter(word -> !word.isEmpty())
                .limit(5)
                .toList();
    }
}
