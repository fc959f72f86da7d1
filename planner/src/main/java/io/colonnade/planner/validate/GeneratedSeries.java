package io.colonnade.planner.validate;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.parse.SqlText;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.syntax.Positions;
import io.colonnade.planner.syntax.TemporalOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// `generate_series(first, last [, step])`, which becomes a query over numbers.
///
/// ```text
/// FROM generate_series(1, 9, 2) g (n)          FROM (SELECT 1 + 2 * i AS g FROM numbers WHERE ..) g (n)
/// SELECT generate_series(1, 3) AS n            SELECT generate_series AS n FROM generate_series(1, 3)
/// ```
///
/// Numbers are made of three digits to the base 128; a digit that would go beyond the last value is not joined with
/// further ones. Times are the first one plus a multiple of the step.
final class GeneratedSeries {
    private static final String NAME = "generate_series";

    /// The digits, and as many values as there may be.
    private static final int BASE = 128;

    private static final String NUMBER = """
            SELECT q.a + q.c * %1$s AS series
            FROM (SELECT p.a, p.b, p.c, FLOOR(ABS((p.b - p.a) / p.c)) AS n
                  FROM (SELECT $a AS a, $b AS b, $c AS c) AS p) AS q
            %2$s
            WHERE CASE WHEN q.c > 0 THEN q.a + q.c * %1$s <= q.b ELSE q.a + q.c * %1$s >= q.b END
            """;

    /// A month is at least nine tenths of what it counts as, and moments may be two days off in another zone.
    private static final String TIME = """
            SELECT q.a + q.c * %1$s AS series
            FROM (SELECT p.a, p.b, p.c, FLOOR((ABS(EXTRACT(EPOCH FROM p.b) - EXTRACT(EPOCH FROM p.a)) + 172800)
                    / ABS(EXTRACT(EPOCH FROM p.c) * 0.9)) AS n
                  FROM (SELECT $a AS a, $b AS b, CAST($c AS INTERVAL) AS c) AS p) AS q
            %2$s
            WHERE CASE WHEN q.c > INTERVAL '0' SECOND THEN q.a + q.c * %1$s <= q.b ELSE q.a + q.c * %1$s >= q.b END
            """;

    /// A step of months goes on from the day to which a shorter month has cut the one before.
    private static final String MONTHS = """
            SELECT w.v - INTERVAL '1' DAY * (w.day - w.least) AS series
            FROM (SELECT v.b, v.c, v.v, v.day, MIN(v.day) OVER (ORDER BY v.i) AS least
                  FROM (SELECT q.b, q.c, q.a + q.c * %1$s AS v, %1$s AS i,
                            CASE WHEN EXTRACT(DAY FROM q.c) = 0
                                    AND (EXTRACT(MONTH FROM q.c) <> 0 OR EXTRACT(YEAR FROM q.c) <> 0)
                                THEN EXTRACT(DAY FROM q.a + q.c * %1$s) ELSE 0 END AS day
                        FROM (SELECT p.a, p.b, p.c,
                                  FLOOR((ABS(EXTRACT(EPOCH FROM p.b) - EXTRACT(EPOCH FROM p.a)) + 345600)
                                      / ABS(EXTRACT(EPOCH FROM p.c) * 0.9)) AS n
                              FROM (SELECT $a AS a, $b AS b, CAST($c AS INTERVAL) AS c) AS p) AS q
                        %2$s) AS v) AS w
            WHERE CASE WHEN w.c > INTERVAL '0' SECOND
                THEN w.v - INTERVAL '1' DAY * (w.day - w.least) <= w.b
                ELSE w.v - INTERVAL '1' DAY * (w.day - w.least) >= w.b END
            """;

    private static final Pattern NO_MONTHS =
            Pattern.compile("(?is)(?!.*(mon|year|yr|quarter|dec|cent|mil)).*(day|hour|min|sec|week).*");

    private static final String DIGITS =
            IntStream.range(0, BASE).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(", "));

    private static final String INDEX = "(d2.i * 16384 + d1.i * 128 + d0.i)";

    private static final String JOINS = """
            JOIN (VALUES %1$s) AS d2 (i) ON d2.i * 16384
                <= series_length(q.n)
            JOIN (VALUES %1$s) AS d1 (i) ON d2.i * 16384 + d1.i * 128 <= q.n
            JOIN (VALUES %1$s) AS d0 (i) ON d2.i * 16384 + d1.i * 128 + d0.i <= q.n
            """.formatted(DIGITS);

    private GeneratedSeries() {}

    /// Whether the text leaves open what the step of a series is: it is a column, a parameter or a query.
    static boolean hasOpenSteps(SqlNode query) {
        boolean[] found = {false};
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                found[0] |= isSeries(call)
                        && call.operandCount() == 3
                        && !isInterval(call.operand(2))
                        && !(call.operand(2) instanceof SqlNumericLiteral);
                return super.visit(call);
            }
        });
        return found[0];
    }

    /// The query without them. With `timeSteps` a step that may be a number or an interval is an interval.
    static SqlNode apply(SqlNode query, boolean timeSteps) {
        if (!contains(query)) {
            return query;
        }
        SqlNode replaced = query.accept(new Replacement(timeSteps));
        if (replaced == null) {
            throw new IllegalStateException("no query is left");
        }
        return replaced;
    }

    private static boolean contains(SqlNode query) {
        boolean[] found = {false};
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                found[0] |= isSeries(call);
                return super.visit(call);
            }
        });
        return found[0];
    }

    private static boolean isSeries(SqlNode node) {
        return node instanceof SqlBasicCall call
                && call.getOperator() instanceof SqlFunction function
                && function.getName().equalsIgnoreCase(NAME);
    }

    private static @Nullable SqlCall series(SqlNode table) {
        return table.getKind() == SqlKind.COLLECTION_TABLE && isSeries(((SqlCall) table).operand(0))
                ? ((SqlCall) table).operand(0)
                : table.getKind() == SqlKind.LATERAL ? series(((SqlCall) table).operand(0)) : null;
    }

    private static final class Replacement extends SqlShuttle {
        private final boolean timeSteps;

        Replacement(boolean timeSteps) {
            this.timeSteps = timeSteps;
        }

        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            if (call.getKind() == SqlKind.AS) {
                SqlCall named = series(call.operand(0));
                if (named != null) {
                    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
                    operands.set(0, table(named, ((SqlIdentifier) operands.get(1)).getSimple(), timeSteps));
                    return call.getOperator().createCall(call.getParserPosition(), operands);
                }
            }
            SqlCall plain = series(call);
            if (plain != null) {
                return named(plain, timeSteps);
            }
            if (call instanceof SqlSelect select && select.getFrom() == null && contains(select.getSelectList())) {
                moveToFrom(select, timeSteps);
            }
            return super.visit(call);
        }
    }

    private static SqlNode named(SqlCall series, boolean timeSteps) {
        SqlParserPos pos = series.getParserPosition();
        return SqlStdOperatorTable.AS.createCall(pos, table(series, NAME, timeSteps), new SqlIdentifier(NAME, pos));
    }

    /// One series in a list of a query without tables is its table.
    private static void moveToFrom(SqlSelect select, boolean timeSteps) {
        List<SqlCall> found = new ArrayList<>();
        SqlShuttle move = new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                if (call.isA(SqlKind.QUERY)) {
                    return call;
                }
                if (isSeries(call)) {
                    found.add(call);
                    return new SqlIdentifier(NAME, call.getParserPosition());
                }
                return super.visit(call);
            }
        };
        SqlNodeList items = new SqlNodeList(select.getSelectList().getParserPosition());
        for (SqlNode item : select.getSelectList()) {
            items.add(item.accept(move));
        }
        if (found.size() == 1) {
            select.setSelectList(items);
            select.setFrom(named(found.getFirst(), timeSteps));
        }
    }

    private static SqlNode table(SqlCall series, String column, boolean timeSteps) {
        List<SqlNode> arguments = series.getOperandList();
        if (arguments.size() < 2 || arguments.size() > 3) {
            throw new EngineException(
                    ErrorCode.UNKNOWN_FUNCTION,
                    "generate_series takes the first and the last value, and a step",
                    Positions.of(series),
                    "write generate_series(1, 10) or generate_series(DATE '2024-01-01', DATE '2024-12-31',"
                            + " INTERVAL '1' DAY)",
                    null);
        }
        boolean isTime = arguments.size() == 3
                && (isInterval(arguments.get(2)) || timeSteps && !(arguments.get(2) instanceof SqlNumericLiteral));
        String template = !isTime
                ? NUMBER
                : NO_MONTHS.matcher(arguments.get(2).toString()).matches() ? TIME : MONTHS;
        SqlNode body = parsed(template.formatted(INDEX, JOINS));
        SqlNode query = body.accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlIdentifier id) {
                return switch (id.isSimple() ? id.getSimple() : "") {
                    case "$a" -> arguments.get(0);
                    case "$b" -> arguments.get(1);
                    case "$c" -> arguments.size() == 3 ? arguments.get(2) : parsed("SELECT 1", 0);
                    case "series" -> new SqlIdentifier(column, id.getParserPosition());
                    default -> id;
                };
            }
        });
        if (query == null) {
            throw new IllegalStateException("no series is left");
        }
        return readsColumns(arguments)
                ? SqlStdOperatorTable.LATERAL.createCall(series.getParserPosition(), query)
                : query;
    }

    /// Whether the step is one of time, as far as the text tells.
    private static boolean isInterval(SqlNode step) {
        if (step instanceof SqlCharStringLiteral || step instanceof SqlIntervalLiteral) {
            return true;
        }
        if (!(step instanceof SqlCall call)) {
            return false;
        }
        if (call.getOperator() == TemporalOperators.INTERVAL
                || call.getOperator() == TemporalOperators.INTERVAL_OF_DAYS) {
            return true;
        }
        boolean isCast = call.getOperator().getName().equals("CAST")
                || call.getOperator().getName().equals("::");
        if (isCast) {
            return call.operand(1) instanceof SqlDataTypeSpec type
                    ? type.toString().toUpperCase(Locale.ROOT).contains("INTERVAL")
                    : call.operand(1).toString().toUpperCase(Locale.ROOT).contains("INTERVAL");
        }
        return call.getOperandList().stream().anyMatch(operand -> operand != null && isInterval(operand));
    }

    private static boolean readsColumns(List<SqlNode> arguments) {
        boolean[] found = {false};
        for (SqlNode argument : arguments) {
            argument.accept(new SqlBasicVisitor<Void>() {
                @Override
                public @Nullable Void visit(SqlIdentifier id) {
                    found[0] = true;
                    return null;
                }

                @Override
                public @Nullable Void visit(SqlDataTypeSpec type) {
                    return null;
                }

                @Override
                public @Nullable Void visit(SqlCall call) {
                    return call.isA(SqlKind.QUERY) ? null : super.visit(call);
                }
            });
        }
        return found[0];
    }

    private static SqlNode parsed(String sql) {
        if (SqlText.parse(sql) instanceof Statement.Query(QueryBody body)) {
            return ((ParsedQuery) body).copy();
        }
        throw new IllegalStateException(sql);
    }

    private static SqlNode parsed(String sql, int item) {
        return ((SqlSelect) parsed(sql)).getSelectList().get(item);
    }
}
