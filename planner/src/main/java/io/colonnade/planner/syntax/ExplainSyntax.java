package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.Statement.Explain.Detail;
import io.colonnade.planner.statement.Statement.Explain.Format;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Collects the options of EXPLAIN while the grammar reads them.
public final class ExplainSyntax {
    private static final Set<String> OPTIONS = Set.of("ANALYZE", "FORMAT", "STEPS", "VERBOSE", "COSTS", "TIMING");

    private Detail detail = Detail.PLAN;
    private Format format = Format.TEXT;

    /// Whether a word behind EXPLAIN ( is one of its options.
    public static boolean isOption(String word) {
        return OPTIONS.contains(word.toUpperCase(Locale.ROOT));
    }

    public void option(String name, @Nullable String value, SqlParserPos pos) {
        switch (name.toUpperCase(Locale.ROOT)) {
            case "ANALYZE" -> detail(Detail.ANALYZE, value, pos);
            case "STEPS" -> detail(Detail.STEPS, value, pos);
            case "FORMAT" -> format = format(value, pos);
            default ->
                throw new EngineException(
                        ErrorCode.NOT_SUPPORTED,
                        "the option " + name.toUpperCase(Locale.ROOT) + " of EXPLAIN is not supported",
                        Positions.of(pos),
                        "options are ANALYZE, STEPS and FORMAT TEXT or JSON",
                        null);
        }
    }

    private void detail(Detail wanted, @Nullable String value, SqlParserPos pos) {
        String word = value == null ? "TRUE" : value.toUpperCase(Locale.ROOT);
        switch (word) {
            case "TRUE", "ON" -> detail = wanted;
            case "FALSE", "OFF" -> {}
            default -> throw refused(wanted + " takes TRUE or FALSE, not " + value, pos);
        }
    }

    private static Format format(@Nullable String value, SqlParserPos pos) {
        return switch (value == null ? "" : value.toUpperCase(Locale.ROOT)) {
            case "TEXT" -> Format.TEXT;
            case "JSON" -> Format.JSON;
            default -> throw refused("FORMAT takes TEXT or JSON" + (value == null ? "" : ", not " + value), pos);
        };
    }

    private static EngineException refused(String message, SqlParserPos pos) {
        return new EngineException(ErrorCode.SYNTAX, message, Positions.of(pos), null, null);
    }

    public SqlNode build(SqlParserPos pos, SqlNode inner) {
        if (detail == Detail.STEPS && format == Format.JSON) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED, "EXPLAIN STEPS as JSON is not supported", Positions.of(pos), null, null);
        }
        return new StatementNode(pos, new Statement.Explain(detail, format, StatementNode.statement(inner)));
    }
}
