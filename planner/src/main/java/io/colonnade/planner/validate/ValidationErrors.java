package io.colonnade.planner.validate;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.error.Position;
import io.colonnade.planner.name.FromNames;
import io.colonnade.planner.name.Names;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.syntax.Positions;
import io.colonnade.planner.syntax.Suggestions;
import io.colonnade.planner.type.Operators;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Calcite's complaints in our words.
final class ValidationErrors {
    private record Rule(Pattern pattern, ErrorCode code, Function<MatchResult, String> message) {}

    private static final List<Rule> RULES = List.of(
            rule(
                    "String literal continued on same line",
                    ErrorCode.SYNTAX,
                    m -> "a text directly follows another, write || between them"),
            rule(
                    "Object '(.*?)' not found.*",
                    ErrorCode.UNKNOWN_TABLE,
                    m -> "table \"" + m.group(1) + "\" does not exist"),
            rule(
                    "Table '(.*?)' not found.*",
                    ErrorCode.UNKNOWN_TABLE,
                    m -> "table \"" + m.group(1) + "\" does not exist here"),
            rule(
                    "Column '(.*?)' not found in any table.*",
                    ErrorCode.UNKNOWN_COLUMN,
                    m -> "column \"" + m.group(1) + "\" does not exist"),
            rule(
                    "Column '(.*?)' not found in table '(.*?)'.*",
                    ErrorCode.UNKNOWN_COLUMN,
                    m -> "column \"" + m.group(1) + "\" does not exist in \"" + m.group(2) + "\""),
            rule(
                    "SELECT \\* EXCLUDE/EXCEPT list contains unknown column\\(s\\): (.*)",
                    ErrorCode.UNKNOWN_COLUMN,
                    m -> "column \"" + m.group(1) + "\" does not exist"),
            rule(
                    "Unknown (?:identifier|field) '(.*?)'",
                    ErrorCode.UNKNOWN_COLUMN,
                    m -> "column \"" + m.group(1) + "\" does not exist"),
            rule(
                    "Column '(.*?)' is ambiguous",
                    ErrorCode.AMBIGUOUS_COLUMN,
                    m -> "column \"" + m.group(1) + "\" is ambiguous"),
            rule(
                    "No match found for function signature (\\w+).*",
                    ErrorCode.UNKNOWN_FUNCTION,
                    m -> "function " + m.group(1) + " does not exist for these arguments"),
            rule(
                    "Function '(.*?)' is not defined",
                    ErrorCode.UNKNOWN_FUNCTION,
                    m -> "function " + m.group(1) + " does not exist"),
            rule(
                    "Invalid number of arguments to function '(.*?)'\\. Was expecting (\\d+) arguments",
                    ErrorCode.UNKNOWN_FUNCTION,
                    m -> "function " + m.group(1) + " takes " + m.group(2) + " arguments"),
            rule(
                    "Expression '(.*?)' is not being grouped",
                    ErrorCode.INVALID_GROUPING,
                    m -> m.group(1) + " must appear in GROUP BY or in an aggregate function"),
            rule(
                    "Aggregate expression is illegal in (.*) clause",
                    ErrorCode.INVALID_GROUPING,
                    m -> "aggregate functions are not allowed in " + m.group(1)),
            rule(
                    "Aggregate expressions cannot be nested",
                    ErrorCode.INVALID_GROUPING,
                    m -> "aggregate functions cannot be nested"),
            rule(
                    "Expression '(.*?)' is not in the select clause",
                    ErrorCode.INVALID_GROUPING,
                    m -> m.group(1) + " must appear in the list of SELECT DISTINCT"),
            rule(
                    "Cannot apply '(.*?)' to arguments of type '(.*?)'\\..*",
                    ErrorCode.TYPE_MISMATCH,
                    m -> "\"" + m.group(1) + "\" cannot be applied to " + types(m.group(2))),
            rule(
                    "Cast function cannot convert value of type (.*) to type (.*)",
                    ErrorCode.TYPE_MISMATCH,
                    m -> bare(m.group(1)) + " cannot be cast to " + bare(m.group(2))),
            rule(
                    "Unknown datatype name '(.*?)'",
                    ErrorCode.NOT_SUPPORTED,
                    m -> "the type " + m.group(1) + " is not known"),
            rule(
                    "(?:.*must have compatible types|Illegal mixing of types.*|.*not comparable.*|Cannot compare values.*|Parameters must be of the same type)",
                    ErrorCode.TYPE_MISMATCH,
                    m -> "the types do not fit one another"),
            rule(
                    "Type mismatch in column (\\d+) of (.*)",
                    ErrorCode.TYPE_MISMATCH,
                    m -> "column " + m.group(1) + " has types that do not fit one another in " + m.group(2)),
            rule(
                    "Column count mismatch in (.*)",
                    ErrorCode.INVALID_STATEMENT,
                    m -> "the queries of " + m.group(1) + " have different numbers of columns"),
            rule(
                    "(?:WHERE|ON|HAVING|.*) clause must be a condition",
                    ErrorCode.TYPE_MISMATCH,
                    m -> "the condition is not BOOLEAN"),
            rule(
                    "Illegal use of dynamic parameter",
                    ErrorCode.TYPE_MISMATCH,
                    m -> "the type of this parameter cannot be told"),
            rule(
                    "Numeric literal '(.*?)' out of range",
                    ErrorCode.OUT_OF_RANGE,
                    m -> "the number " + m.group(1) + " is out of range"),
            rule(
                    "(?:Illegal (?:DATE|TIMESTAMP|TIME) literal|Literal) '(.*?)'.*",
                    ErrorCode.INVALID_DATETIME,
                    m -> "\"" + m.group(1) + "\" is not a date or time"),
            rule(
                    "Duplicate relation name '(.*?)' in FROM clause",
                    ErrorCode.INVALID_STATEMENT,
                    m -> "the table name \"" + m.group(1) + "\" is used twice, give one an alias"),
            rule(
                    "ORDINAL.*|Ordinal out of range",
                    ErrorCode.INVALID_STATEMENT,
                    m -> "the position is not in the select list"));

    private static final Pattern CONTEXT = Pattern.compile("(?s)(?:From|At) line \\d+, column \\d+.*?: ");

    private ValidationErrors() {}

    private static Rule rule(String pattern, ErrorCode code, Function<MatchResult, String> message) {
        return new Rule(Pattern.compile(pattern, Pattern.DOTALL), code, message);
    }

    private static String bare(String type) {
        return type.replace(" NOT NULL", "");
    }

    /// `'<CHAR(1)> + <DATE>'` without the decoration.
    private static String types(String text) {
        Matcher matcher = Pattern.compile("<(.*?)>").matcher(text);
        List<String> types = new ArrayList<>();
        while (matcher.find()) {
            types.add(matcher.group(1));
        }
        return types.isEmpty() ? text : String.join(" and ", types);
    }

    static EngineException translate(CalciteContextException e, SqlNode query, CatalogSnapshot snapshot) {
        Position position = e.getPosLine() > 0 ? new Position(e.getPosLine(), Math.max(1, e.getPosColumn())) : null;
        Throwable cause = e.getCause();
        while (cause instanceof CalciteContextException inner && inner.getCause() != null) {
            cause = inner.getCause();
        }
        String text = cause == null || cause.getMessage() == null ? String.valueOf(e.getMessage()) : cause.getMessage();
        return translate(text, position, e, query, snapshot);
    }

    static EngineException withoutPosition(RuntimeException e) {
        String text = e.getMessage() == null ? "this query" : plain(e.getMessage());
        return new EngineException(ErrorCode.NOT_SUPPORTED, text + " is not supported yet", null, null, e);
    }

    private static String plain(String text) {
        return CONTEXT.matcher(text).replaceAll("").lines().findFirst().orElse(text);
    }

    private static EngineException translate(
            String text, @Nullable Position position, Throwable cause, SqlNode query, CatalogSnapshot snapshot) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(text);
            if (matcher.matches()) {
                String name = matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : "";
                if (rule.code() == ErrorCode.UNKNOWN_TABLE && position != null && isSchema(name, position, query)) {
                    if (isInFrom(name, query)) {
                        return new EngineException(
                                rule.code(),
                                "the table \"" + name + "\" of FROM cannot be named here",
                                position,
                                "ON may name the tables of its own join only, not those before a comma",
                                cause);
                    }
                    return Names.unknownSchema(new Name(name, position), snapshot, cause);
                }
                if (rule.code() == ErrorCode.UNKNOWN_FUNCTION && AbsentFunctions.has(name)) {
                    return new EngineException(
                            ErrorCode.NOT_SUPPORTED,
                            "the function " + name + " is not supported yet",
                            position,
                            AbsentFunctions.advice(name),
                            cause);
                }
                return new EngineException(
                        rule.code(),
                        rule.message().apply(matcher),
                        position,
                        advice(rule.code(), name, query, snapshot),
                        cause);
            }
        }
        return new EngineException(ErrorCode.INVALID_STATEMENT, plain(text), position, null, cause);
    }

    private static boolean isInFrom(String name, SqlNode query) {
        boolean[] found = {false};
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                found[0] |= call instanceof SqlSelect select
                        && FromNames.in(select.getFrom()).contains(name.toLowerCase(Locale.ROOT));
                return super.visit(call);
            }
        });
        return found[0];
    }

    /// Whether the name at that place stands before that of a table, not for one.
    private static boolean isSchema(String name, Position position, SqlNode query) {
        boolean[] found = {false};
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier id) {
                found[0] |= id.names.size() > 1
                        && id.names.getFirst().equalsIgnoreCase(name)
                        && Positions.of(id).equals(position);
                return null;
            }
        });
        return found[0];
    }

    private static @Nullable String advice(ErrorCode code, String name, SqlNode query, CatalogSnapshot snapshot) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return switch (code) {
            case UNKNOWN_TABLE -> Names.suggestion(simple, snapshot);
            case UNKNOWN_COLUMN -> Suggestions.didYouMean(simple, visibleColumns(query, snapshot));
            case UNKNOWN_FUNCTION -> Suggestions.didYouMean(simple, Operators.names());
            case AMBIGUOUS_COLUMN -> "write table." + simple;
            default -> null;
        };
    }

    /// The columns of all tables that the query names.
    private static Set<String> visibleColumns(SqlNode query, CatalogSnapshot snapshot) {
        Set<String> names = new LinkedHashSet<>();
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier id) {
                String schema = id.names.size() > 1 ? id.names.get(id.names.size() - 2) : snapshot.defaultSchema();
                snapshot.view(schema, id.names.getLast()).ifPresent(view -> addColumns(view, snapshot, names));
                snapshot.table(schema, id.names.getLast())
                        .ifPresent(table -> table.columns().stream()
                                .map(ColumnDefinition::name)
                                .forEach(names::add));
                return null;
            }
        });
        return names;
    }

    private static void addColumns(ViewDefinition view, CatalogSnapshot snapshot, Set<String> names) {
        try {
            QueryValidator.viewColumns(view, snapshot, 0).forEach(column -> names.add(column.name()));
        } catch (EngineException e) {
            // Only advice would come of it.
        }
    }
}
