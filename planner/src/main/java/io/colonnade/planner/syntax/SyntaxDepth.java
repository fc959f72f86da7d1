package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;

/// Refuses what is nested so deeply that going through it would take more stack than a thread has.
///
/// The text is looked at before it is parsed, and each syntax tree before anything else goes through it.
///
/// *Errors*: 54001, and 54011 for too many columns.
public final class SyntaxDepth {
    /// Levels of parentheses, brackets and CASE in a text.
    public static final int BRACKETS_MAX = 500;

    /// Levels of a syntax tree.
    public static final int TREE_MAX = 300;

    /// Columns of a select list, as many as PostgreSQL allows.
    public static final int COLUMNS_MAX = 1664;

    /// Characters of a word or a number outside of quotes.
    public static final int WORD_MAX = 1000;

    private static final int NAME_PARTS_MAX = 8;
    private static final int DOTS_MAX = 100;

    private record Level(SqlNode node, int depth) {}

    private SyntaxDepth() {}

    static void check(SqlNode root) {
        Deque<Level> open = new ArrayDeque<>();
        open.push(new Level(root, 1));
        while (!open.isEmpty()) {
            Level level = open.pop();
            if (level.depth() > TREE_MAX) {
                throw tooDeep(level.node());
            }
            Iterable<SqlNode> below = switch (level.node()) {
                case SqlSelect select
                when select.getSelectList().size() > COLUMNS_MAX ->
                    throw new EngineException(
                            ErrorCode.TOO_MANY_COLUMNS,
                            "a select list has " + select.getSelectList().size() + " columns, at most " + COLUMNS_MAX
                                    + " are allowed",
                            Positions.of(select),
                            null,
                            null);
                case SqlIdentifier name
                when name.names.size() > NAME_PARTS_MAX ->
                    throw new EngineException(
                            ErrorCode.SYNTAX,
                            "a name has " + name.names.size() + " parts",
                            Positions.of(name),
                            "write schema.table.column",
                            null);
                case SqlCall call -> call.getOperandList();
                case SqlNodeList list -> list;
                default -> List.of();
            };
            for (SqlNode node : below) {
                if (node != null) {
                    open.push(new Level(node, level.depth() + 1));
                }
            }
        }
    }

    /// Counts brackets, and CASE .. END, outside of quotes and comments.
    public static void check(String sql) {
        int depth = 0;
        int dots = 0;
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            int end = at + 1;
            switch (c) {
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                case '\'', '"' -> end = after(sql, String.valueOf(c), end);
                case '-' -> end = sql.startsWith("--", at) ? after(sql, "\n", end) : end;
                case '/' -> end = sql.startsWith("/*", at) ? after(sql, "*/", at + 2) : end;
                default -> {
                    if (Character.isLetterOrDigit(c)) {
                        end = endOfWord(sql, at);
                        if (end - at > WORD_MAX) {
                            throw tooComplex("a word or number has more than " + WORD_MAX + " characters");
                        }
                        depth += isWord(sql, at, end, "CASE") ? 1 : isWord(sql, at, end, "END") ? -1 : 0;
                    }
                }
            }
            dots = c == '.' ? dots + 1 : Character.isLetterOrDigit(c) || c == '"' ? dots : 0;
            if (dots > DOTS_MAX) {
                throw tooComplex("a name has more than " + DOTS_MAX + " parts");
            }
            if (depth > BRACKETS_MAX) {
                throw tooComplex("the statement is nested more than " + BRACKETS_MAX + " levels deep");
            }
            depth = Math.max(depth, 0);
            at = end;
        }
    }

    private static int endOfWord(String sql, int start) {
        int end = start + 1;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static boolean isWord(String sql, int start, int end, String word) {
        return end - start == word.length() && sql.regionMatches(true, start, word, 0, word.length());
    }

    private static int after(String sql, String mark, int from) {
        int at = sql.indexOf(mark, from);
        return at < 0 ? sql.length() : at + mark.length();
    }

    /// For a stack that was used up all the same: a thread may have a small one.
    public static EngineException tooDeep(Throwable cause) {
        return new EngineException(
                ErrorCode.TOO_COMPLEX,
                "the statement is nested too deeply",
                null,
                "write it with fewer levels of parentheses or subqueries",
                cause);
    }

    /// Whether a failure comes from a stack that was used up.
    public static boolean isTooDeep(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StackOverflowError) {
                return true;
            }
        }
        return false;
    }

    private static EngineException tooDeep(SqlNode node) {
        return new EngineException(
                ErrorCode.TOO_COMPLEX,
                "the statement is nested more than " + TREE_MAX + " levels deep",
                Positions.of(node),
                "write it with fewer levels of parentheses or subqueries",
                null);
    }

    static EngineException tooComplex(String message) {
        return new EngineException(
                ErrorCode.TOO_COMPLEX,
                message,
                null,
                "write it in several statements, use IN (..) instead of many comparisons, or load rows with COPY",
                null);
    }
}
