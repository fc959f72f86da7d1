package io.colonnade.planner.parse;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.error.Position;
import io.colonnade.planner.parse.grammar.SqlGrammar;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.syntax.Positions;
import io.colonnade.planner.syntax.Rephrased;
import io.colonnade.planner.syntax.StatementNode;
import io.colonnade.planner.syntax.SyntaxDepth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Reads one statement from its text.
///
/// *Limits*: 1 Mi characters, and a nesting that the stack can hold ({@link SyntaxDepth}).
public final class SqlText {
    public static final int LENGTH_MAX = 1 << 20;

    private static final int IDENTIFIER_LENGTH_MAX = 128;

    static final SqlParser.Config CONFIG = SqlParser.config()
            .withParserFactory(SqlGrammar.FACTORY)
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.UNCHANGED)
            .withQuotedCasing(Casing.UNCHANGED)
            .withCaseSensitive(false)
            .withIdentifierMaxLength(IDENTIFIER_LENGTH_MAX)
            .withConformance(Dialect.INSTANCE);

    private static final Pattern LEXICAL = Pattern.compile("(?s)Lexical error at line (\\d+), column (\\d+)\\..*");

    // The grammar would read U&'\\+01F600' as the character 01F and the text 600.
    private static final Pattern LONG_ESCAPE = Pattern.compile("(?i)U&'(?:[^']|'')*\\\\\\+[0-9a-f]{6}");

    private SqlText() {}

    public static Statement parse(String sql) {
        if (sql.length() > LENGTH_MAX) {
            throw new EngineException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the statement has " + sql.length() + " characters, at most " + LENGTH_MAX + " are allowed",
                    null,
                    "load rows with COPY, or pass values as parameters",
                    null);
        }
        if (sql.contains("\\+") && LONG_ESCAPE.matcher(sql).find()) {
            throw EngineException.notSupported("an escape of six digits in U&'...'")
                    .withHint("write the character itself");
        }
        SyntaxDepth.check(sql);
        try {
            SqlNodeList statements =
                    SqlParser.create(JdbcEscapes.without(sql), CONFIG).parseStmtList();
            if (statements.size() == 0) {
                throw syntax("there is no statement", new Position(1, 1), null);
            }
            if (statements.size() > 1) {
                throw syntax("one statement at a time", Positions.of(statements.get(1)), null);
            }
            SqlNode statement = statements.get(0);
            if (statement instanceof Rephrased other) {
                return parse(other.sql());
            }
            return StatementNode.statement(statement);
        } catch (SqlParseException e) {
            throw translate(e, sql);
        } catch (CalciteContextException e) {
            Position position = new Position(Math.max(1, e.getPosLine()), Math.max(1, e.getPosColumn()));
            throw refused(cause(e), position, sql, e);
        } catch (StackOverflowError e) {
            throw SyntaxDepth.tooDeep(e);
        }
    }

    private static EngineException translate(SqlParseException e, String sql) {
        if (SyntaxDepth.isTooDeep(e)) {
            return SyntaxDepth.tooDeep(e);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineException ours) {
                return ours;
            }
        }
        SqlParserPos pos = e.getPos();
        Position position = pos == null ? null : Positions.of(pos);
        if (position != null) {
            EngineException absent = AbsentSyntax.of(sql, tokenAt(sql, position), position, e);
            if (absent != null) {
                return absent;
            }
        }
        String message = e.getMessage() == null ? "" : e.getMessage();
        Matcher lexical = LEXICAL.matcher(message);
        if (lexical.matches()) {
            position = new Position(Integer.parseInt(lexical.group(1)), Integer.parseInt(lexical.group(2)));
            return syntax(
                    message.contains("<EOF>") ? "a quoted text has no end" : "this character cannot stand here",
                    position,
                    e);
        }
        if (position != null && message.contains("Encountered")) {
            String token = tokenAt(sql, position);
            if (token.isEmpty()
                    || message.startsWith("Encountered \"\" at")
                    || message.contains("Encountered \"<EOF>\"")) {
                return syntax("the statement ends too early", endOf(sql), e);
            }
            return syntax(
                    token.startsWith("'") || token.startsWith("\"")
                            ? "a quoted text has no end or stands at the wrong place"
                            : "syntax error at \"" + token + "\"",
                    position,
                    e);
        }
        Throwable root = e.getCause();
        if (root instanceof CalciteContextException context) {
            return refused(cause(context), position, sql, e);
        }
        return refused(message.lines().findFirst().orElse("syntax error"), position, sql, e);
    }

    /// An error in the parser's own words, unless there are better ones.
    private static EngineException refused(String reason, @Nullable Position position, String sql, Throwable e) {
        if (position == null || !reason.contains("Non-query expression")) {
            return syntax(reason, position, e);
        }
        return new EngineException(
                ErrorCode.SYNTAX,
                "syntax error at \"" + tokenAt(sql, position) + "\"",
                position,
                "a statement begins with " + Words.ofStatements(),
                e);
    }

    /// The word or sign at a place of the text.
    private static String tokenAt(String sql, Position position) {
        String[] lines = sql.split("\n", -1);
        if (position.line() > lines.length) {
            return "";
        }
        String line = lines[position.line() - 1];
        int start = Math.min(position.column() - 1, line.length());
        int end = start;
        while (end < line.length() && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '_')) {
            end++;
        }
        return line.substring(start, Math.min(line.length(), Math.max(end, start + 1)));
    }

    private static Position endOf(String sql) {
        String text = sql.stripTrailing();
        int line = 1;
        int start = 0;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            line++;
            start = i + 1;
        }
        return new Position(line, text.length() - start + 1);
    }

    private static String cause(CalciteContextException e) {
        Throwable cause = e.getCause();
        String message = cause == null ? e.getMessage() : cause.getMessage();
        return message == null ? "syntax error" : message;
    }

    private static EngineException syntax(String message, @Nullable Position position, @Nullable Throwable cause) {
        return new EngineException(ErrorCode.SYNTAX, message, position, null, cause);
    }
}
