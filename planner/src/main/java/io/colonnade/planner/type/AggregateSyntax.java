package io.colonnade.planner.type;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.type.Datum;
import io.colonnade.planner.syntax.Positions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Aggregates with constants or an order, in the form that {@link AggregateOperator} has.
///
/// ```text
/// STRING_AGG(s, ', ' ORDER BY k)                     STRING_AGG with ', ' (s) WITHIN GROUP (ORDER BY k)
/// PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY x)     PERCENTILE_CONT with 0.9 (x)
/// QUANTILE_DISC(x, 0.9)                              PERCENTILE_DISC with 0.9 (x)
/// MODE() WITHIN GROUP (ORDER BY x)                   MODE(x)
/// ```
public final class AggregateSyntax {
    /// Those that {@link AggregateOperator} has no names for.
    private static final Set<String> NAMES = Set.of(
            "AVG",
            "COUNT",
            "MAX",
            "MIN",
            "SUM",
            "STRING_AGG",
            "LISTAGG",
            "GROUP_CONCAT",
            "PERCENTILE_CONT",
            "PERCENTILE_DISC",
            "QUANTILE_CONT",
            "QUANTILE_DISC",
            "APPROX_QUANTILE",
            "STDDEV_POP",
            "STDDEV_SAMP",
            "VAR_POP",
            "VAR_SAMP",
            "COVAR_POP",
            "COVAR_SAMP",
            "REGR_COUNT",
            "REGR_SXX",
            "REGR_SYY");

    private AggregateSyntax() {}

    /// Changes `query`.
    public static void apply(SqlNode query) {
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                super.visit(call);
                for (int i = 0; i < call.operandCount(); i++) {
                    if (call.getOperandList().get(i) instanceof SqlBasicCall inner) {
                        SqlNode replaced = replaced(inner);
                        if (replaced != inner) {
                            call.setOperand(i, replaced);
                        }
                    }
                }
                return null;
            }

            @Override
            public @Nullable Void visit(SqlNodeList list) {
                super.visit(list);
                list.replaceAll(item -> item instanceof SqlBasicCall call ? replaced(call) : item);
                return null;
            }
        });
    }

    /// Whether a function of that name makes one value of many rows.
    public static boolean isAggregate(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return NAMES.contains(upper) || AggregateOperator.named(upper) != null;
    }

    private static String name(SqlCall call) {
        return call.getOperator().getName().toUpperCase(Locale.ROOT);
    }

    private static SqlNode replaced(SqlBasicCall call) {
        if (call.getOperator() instanceof AggregateOperator) {
            return call;
        }
        if (call.getKind() == SqlKind.WITHIN_GROUP && call.operand(0) instanceof SqlCall inner) {
            return ordered(call, inner);
        }
        if (call.getKind() == SqlKind.ROLLUP
                || call.getKind() == SqlKind.CUBE
                || call.getKind() == SqlKind.GROUPING_SETS) {
            refuseConstants(call);
        }
        if (call.getKind() == SqlKind.ROLLUP || call.getKind() == SqlKind.CUBE) {
            return RepeatedKeys.spelledOut(call);
        }
        return switch (name(call)) {
            case "STRING_AGG", "LISTAGG", "GROUP_CONCAT" -> texts(call);
            case "QUANTILE_CONT" -> quantile(call, AggregateFunction.PERCENTILE_CONT);
            // An exact answer is as near as can be, and does not depend on how rows are split.
            case "QUANTILE_DISC", "APPROX_QUANTILE" -> quantile(call, AggregateFunction.PERCENTILE_DISC);
            default -> call;
        };
    }

    /// An integer is the position of a column; other constants are mistakes.
    private static void refuseConstants(SqlCall sets) {
        for (SqlNode key : sets.getOperandList()) {
            if (key instanceof SqlLiteral literal
                    && !(literal instanceof SqlNumericLiteral number && number.isInteger())) {
                throw new EngineException(
                        ErrorCode.SYNTAX,
                        "a constant in GROUP BY is no position of a column",
                        Positions.of(key),
                        null,
                        null);
            }
        }
    }

    private static SqlNode texts(SqlBasicCall call) {
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        SqlParserPos pos = call.getParserPosition();
        Datum separator = name(call).equals("GROUP_CONCAT") ? Datum.of(",") : null;
        if (!operands.isEmpty() && operands.getLast() instanceof SqlCall last && last.getKind() == SqlKind.SEPARATOR) {
            operands.removeLast();
            separator = text(call, last.operand(0));
        }
        SqlNodeList order = null;
        if (!operands.isEmpty() && operands.getLast() instanceof SqlNodeList list) {
            operands.removeLast();
            order = list;
        }
        if (operands.size() == 2) {
            separator = text(call, operands.removeLast());
        }
        if (operands.size() != 1 || separator == null) {
            throw new EngineException(
                    ErrorCode.UNKNOWN_FUNCTION,
                    name(call) + " takes a text and a separator",
                    Positions.of(call),
                    "write " + name(call) + "(text, ', ' ORDER BY ..)",
                    null);
        }
        SqlCall plain =
                AggregateOperator.texts(name(call), separator).createCall(call.getFunctionQuantifier(), pos, operands);
        return order == null ? plain : SqlStdOperatorTable.WITHIN_GROUP.createCall(pos, plain, order);
    }

    private static Datum text(SqlCall call, SqlNode separator) {
        if (SqlUtil.isNullLiteral(separator, true)) {
            return Datum.of("");
        }
        if (separator instanceof SqlCharStringLiteral literal) {
            return Datum.of(literal.getValueAs(String.class));
        }
        throw constantWanted(call, "a separator", separator);
    }

    private static EngineException constantWanted(SqlCall call, String what, SqlNode node) {
        return new EngineException(
                ErrorCode.NOT_SUPPORTED,
                name(call) + " with " + what + " that is no constant is not supported yet",
                Positions.of(node),
                null,
                null);
    }

    private static SqlNode quantile(SqlBasicCall call, AggregateFunction function) {
        if (call.operandCount() != 2) {
            throw wrong(call, name(call) + "(x, 0.5)");
        }
        double share = share(call, call.operand(1));
        return AggregateOperator.percentile(name(call), function, share, true)
                .createCall(call.getFunctionQuantifier(), call.getParserPosition(), List.<SqlNode>of(call.operand(0)));
    }

    private static double share(SqlCall call, SqlNode node) {
        BigDecimal value = number(node);
        if (value == null) {
            throw constantWanted(call, "a share", node);
        }
        if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
            throw new EngineException(
                    ErrorCode.OUT_OF_RANGE,
                    "a share of " + value.toPlainString() + " is not between 0 and 1",
                    Positions.of(node),
                    null,
                    null);
        }
        return value.doubleValue();
    }

    private static @Nullable BigDecimal number(SqlNode node) {
        if (node instanceof SqlCall call && call.getKind() == SqlKind.MINUS_PREFIX) {
            BigDecimal inner = number(call.operand(0));
            return inner == null ? null : inner.negate();
        }
        return node instanceof SqlNumericLiteral literal ? ((SqlLiteral) literal).bigDecimalValue() : null;
    }

    private static EngineException wrong(SqlCall call, String right) {
        return new EngineException(
                ErrorCode.UNKNOWN_FUNCTION,
                name(call) + " is not written like this",
                Positions.of(call),
                "write " + right,
                null);
    }

    /// An aggregate with WITHIN GROUP (ORDER BY ..).
    private static SqlNode ordered(SqlBasicCall call, SqlCall inner) {
        String name = name(inner);
        boolean percentile = name.equals("PERCENTILE_CONT") || name.equals("PERCENTILE_DISC");
        if (inner.getOperator() instanceof AggregateOperator || !percentile && !name.equals("MODE")) {
            return call;
        }
        SqlNodeList order = call.operand(1);
        if (order.size() != 1 || inner.operandCount() != (percentile ? 1 : 0)) {
            throw wrong(inner, name + (percentile ? "(0.5)" : "()") + " WITHIN GROUP (ORDER BY x)");
        }
        SqlNode key = order.get(0);
        boolean ascending = true;
        while (key instanceof SqlCall sorted
                && (sorted.getKind() == SqlKind.DESCENDING
                        || sorted.getKind() == SqlKind.NULLS_FIRST
                        || sorted.getKind() == SqlKind.NULLS_LAST)) {
            ascending &= sorted.getKind() != SqlKind.DESCENDING;
            key = sorted.operand(0);
        }
        AggregateOperator operator = percentile
                ? AggregateOperator.percentile(
                        name, AggregateFunction.valueOf(name), share(inner, inner.operand(0)), ascending)
                : AggregateOperator.mode(name, ascending);
        return operator.createCall(inner.getFunctionQuantifier(), call.getParserPosition(), List.of(key));
    }
}
