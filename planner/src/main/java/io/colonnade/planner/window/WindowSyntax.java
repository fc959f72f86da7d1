package io.colonnade.planner.window;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.syntax.GroupsFrame;
import io.colonnade.planner.syntax.Positions;
import io.colonnade.planner.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.jspecify.annotations.Nullable;

/// What Calcite does not make of window functions by itself.
///
/// ```text
/// SUM(x) FILTER (WHERE c) OVER w      ->  SUM(CASE WHEN c THEN x END) OVER w
/// COUNT(*) FILTER (WHERE c) OVER w    ->  COUNT(CASE WHEN c THEN 1 END) OVER w
/// SUM(x) OVER (w ROWS 1 PRECEDING)    ->  SUM(x) OVER (ORDER BY k ROWS 1 PRECEDING)     where w is (ORDER BY k)
/// ```
///
/// Averages and variances stay what they are, where Calcite would compute them of sums of squares.
public final class WindowSyntax extends SqlBasicVisitor<Void> {
    /// Of these all peers are equal.
    private static final Set<String> RANKS = Set.of("RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST");

    private static final Set<String> NO_AGGREGATES = Set.of(
            "ROW_NUMBER",
            "RANK",
            "DENSE_RANK",
            "PERCENT_RANK",
            "CUME_DIST",
            "NTILE",
            "LEAD",
            "LAG",
            "FIRST_VALUE",
            "LAST_VALUE",
            "NTH_VALUE");

    private NamedWindows named = new NamedWindows(SqlNodeList.EMPTY);

    private WindowSyntax() {}

    /// Changes `query`.
    public static void apply(SqlNode query) {
        query.accept(new WindowSyntax());
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        NamedWindows outer = named;
        switch (call) {
            case SqlOrderBy ordered
            when ordered.query instanceof SqlSelect select -> named = new NamedWindows(select.getWindowList());
            case SqlSelect select -> named = new NamedWindows(select.getWindowList());
            case SqlWindow window
            when window.isRows() -> {
                count(window.getLowerBound());
                count(window.getUpperBound());
            }
            case SqlBasicCall over when call.getKind() == SqlKind.OVER -> change(over);
            default -> {}
        }
        super.visit(call);
        named = outer;
        return null;
    }

    /// A parameter in a bound of ROWS or GROUPS is a number.
    private static void count(@Nullable SqlNode bound) {
        boolean hasOffset =
                bound != null && (bound.getKind() == SqlKind.PRECEDING || bound.getKind() == SqlKind.FOLLOWING);
        if (!hasOffset || !(bound instanceof SqlCall call)) {
            return;
        }
        if (call.operand(0) instanceof SqlDynamicParam parameter) {
            SqlParserPos pos = parameter.getParserPosition();
            call.setOperand(0, SqlStdOperatorTable.CAST.createCall(pos, parameter, TypeMapping.spec(Type.BIGINT, pos)));
        } else if (call.operand(0) instanceof SqlCall marked
                && marked.getOperator() == GroupsFrame.MARK
                && marked.operand(0) instanceof SqlDynamicParam parameter) {
            SqlParserPos pos = parameter.getParserPosition();
            marked.setOperand(
                    0, SqlStdOperatorTable.CAST.createCall(pos, parameter, TypeMapping.spec(Type.BIGINT, pos)));
        }
    }

    private void change(SqlBasicCall over) {
        WindowedLists.apply(over);
        if (over.operand(1) instanceof SqlWindow window) {
            named.resolve(window);
        }
        SqlNode function = over.operand(0);
        if (function.getKind() == SqlKind.FILTER && function instanceof SqlCall filter) {
            SqlCall filtered = filter.operand(0);
            over.setOperand(0, filtered(filtered, filter.operand(1)));
        }
        SqlNode plain = over.operand(0);
        while (plain.getKind() == SqlKind.IGNORE_NULLS || plain.getKind() == SqlKind.RESPECT_NULLS) {
            plain = ((SqlCall) plain).operand(0);
        }
        if (plain instanceof SqlCall rank
                && RANKS.contains(rank.getOperator().getName().toUpperCase(Locale.ROOT))
                && over.operand(1) instanceof SqlWindow window
                && window.getRefName() == null
                && window.getOrderList().isEmpty()) {
            // Calcite wants an order; by a constant all rows are peers, as they are without one.
            window.setOrderList(SqlNodeList.of(SqlLiteral.createBoolean(true, rank.getParserPosition())));
        }
    }

    private static SqlNode filtered(SqlCall function, SqlNode condition) {
        String name = function.getOperator().getName().toUpperCase(Locale.ROOT);
        if (NO_AGGREGATES.contains(name)) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    "FILTER is for aggregates only, not for " + name,
                    Positions.of(function),
                    null,
                    null);
        }
        List<SqlNode> arguments = new ArrayList<>(function.getOperandList());
        if (arguments.isEmpty()) {
            return function;
        }
        SqlNode value = arguments.getFirst();
        boolean all = value instanceof SqlIdentifier star && star.isStar();
        SqlParserPos place = function.getParserPosition();
        SqlNode counted = all ? SqlLiteral.createExactNumeric("1", place) : value;
        arguments.set(
                0,
                new SqlCase(
                        place, null, SqlNodeList.of(condition), SqlNodeList.of(counted), SqlLiteral.createNull(place)));
        return function.getOperator().createCall(function.getFunctionQuantifier(), place, arguments);
    }

    /// `table`, but for averages and variances.
    public static SqlRexConvertletTable convertlets(SqlRexConvertletTable table) {
        return call -> switch (call.getKind()) {
            case AVG, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP ->
                (context, current) -> {
                    List<RexNode> operands = current.getOperandList().stream()
                            .map(context::convertExpression)
                            .toList();
                    return context.getRexBuilder()
                            .makeCall(
                                    context.getValidator().getValidatedNodeType(current),
                                    current.getOperator(),
                                    operands);
                };
            default -> table.get(call);
        };
    }
}
