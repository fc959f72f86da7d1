package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/// `SELECT DISTINCT ON (..)`: the first row of each group.
///
/// ```text
/// SELECT DISTINCT ON (city) city, day       ->  SELECT city, day
/// FROM t ORDER BY city, day DESC                FROM t
///                                               QUALIFY ROW_NUMBER() OVER (PARTITION BY city ORDER BY day DESC) = 1
///                                               ORDER BY city, day DESC
/// ```
///
/// As in ORDER BY a number stands for a column of the select list and so does its name. What begins the order
/// has to be the keys themselves.
public final class DistinctOn extends SqlBasicVisitor<Void> {
    /// In the place of QUALIFY; nobody can call it: it is in no table of operators.
    private static final SqlFunction MARK = new SqlFunction(
            "$DISTINCT_ON",
            SqlKind.OTHER_FUNCTION,
            ReturnTypes.BOOLEAN,
            null,
            OperandTypes.VARIADIC,
            SqlFunctionCategory.SYSTEM);

    private DistinctOn() {}

    /// What the parser puts in the place of QUALIFY. Throws NOT_SUPPORTED if that is taken.
    public static @Nullable SqlNode qualify(@Nullable SqlNodeList keys, @Nullable SqlNode qualify) {
        if (keys == null) {
            return qualify;
        }
        if (qualify != null) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    "DISTINCT ON beside QUALIFY is not supported",
                    Positions.of(keys),
                    "put the QUALIFY into a subquery",
                    null);
        }
        return MARK.createCall(keys);
    }

    /// Changes `query`.
    public static void apply(SqlNode query) {
        query.accept(new DistinctOn());
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlOrderBy ordered && ordered.query instanceof SqlSelect select) {
            change(select, ordered.orderList);
        } else if (call instanceof SqlSelect select) {
            change(select, SqlNodeList.EMPTY);
        }
        return super.visit(call);
    }

    private static void change(SqlSelect select, SqlNodeList orderList) {
        if (!(select.getQualify() instanceof SqlCall mark) || mark.getOperator() != MARK) {
            return;
        }
        SqlParserPos place = mark.getParserPosition();
        List<SqlNode> keys = mark.getOperandList().stream()
                .map(key -> meant(key, select.getSelectList()))
                .toList();
        SqlNodeList order = new SqlNodeList(orderList.getParserPosition());
        Set<Integer> met = new HashSet<>();
        for (SqlNode item : orderList) {
            SqlNode resolved = resolved(item, select.getSelectList());
            int key = indexOf(keys, bare(resolved));
            if (key >= 0) {
                met.add(key);
                continue;
            }
            if (order.isEmpty() && met.size() < distinctCount(keys)) {
                throw new EngineException(
                        ErrorCode.INVALID_COLUMN_REFERENCE,
                        "the expressions of DISTINCT ON must begin ORDER BY",
                        Positions.of(item),
                        "begin ORDER BY with the expressions in DISTINCT ON (..)",
                        null);
            }
            order.add(SyntaxCopy.of(resolved));
        }
        SqlNode window = SqlWindow.create(
                null,
                null,
                new SqlNodeList(keys.stream().map(SyntaxCopy::of).toList(), place),
                order,
                SqlLiteral.createBoolean(false, place),
                null,
                null,
                null,
                SqlWindow.createExcludeNoOthers(place),
                place);
        SqlNode number =
                SqlStdOperatorTable.OVER.createCall(place, SqlStdOperatorTable.ROW_NUMBER.createCall(place), window);
        select.setQualify(
                SqlStdOperatorTable.EQUALS.createCall(place, number, SqlLiteral.createExactNumeric("1", place)));
    }

    private static int distinctCount(List<SqlNode> keys) {
        List<SqlNode> distinct = new ArrayList<>();
        keys.stream().filter(key -> indexOf(distinct, key) < 0).forEach(distinct::add);
        return distinct.size();
    }

    private static int indexOf(List<SqlNode> nodes, SqlNode wanted) {
        for (int i = 0; i < nodes.size(); i++) {
            if (areSame(nodes.get(i), wanted)) {
                return i;
            }
        }
        return -1;
    }

    /// A column may be written with its table and without.
    private static boolean areSame(SqlNode left, SqlNode right) {
        if (left instanceof SqlIdentifier a && right instanceof SqlIdentifier b) {
            int parts = Math.min(a.names.size(), b.names.size());
            for (int i = 1; i <= parts; i++) {
                if (!a.names.get(a.names.size() - i).equalsIgnoreCase(b.names.get(b.names.size() - i))) {
                    return false;
                }
            }
            return true;
        }
        return left.equalsDeep(right, Litmus.IGNORE);
    }

    /// Without its direction.
    private static SqlNode bare(SqlNode item) {
        return isDirection(item) ? bare(((SqlCall) item).operand(0)) : item;
    }

    private static boolean isDirection(SqlNode item) {
        return switch (item.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> true;
            default -> false;
        };
    }

    private static SqlNode resolved(SqlNode item, SqlNodeList list) {
        if (!isDirection(item)) {
            return meant(item, list);
        }
        SqlCall direction = (SqlCall) item;
        return direction.getOperator().createCall(item.getParserPosition(), resolved(direction.operand(0), list));
    }

    /// The expression of the select list that a number or a name stands for, else `key` itself.
    private static SqlNode meant(SqlNode key, SqlNodeList list) {
        if (key instanceof SqlNumericLiteral number && number.isInteger()) {
            long position = number.longValue(true);
            if (position < 1 || position > list.size()) {
                throw new EngineException(
                        ErrorCode.INVALID_COLUMN_REFERENCE,
                        "position " + position + " is not in the select list",
                        Positions.of(key),
                        null,
                        null);
            }
            return withoutName(list.get((int) position - 1));
        }
        if (key instanceof SqlIdentifier name && name.isSimple()) {
            for (SqlNode item : list) {
                if (item.getKind() == SqlKind.AS
                        && ((SqlCall) item).operand(1) instanceof SqlIdentifier alias
                        && alias.getSimple().equalsIgnoreCase(name.getSimple())) {
                    return withoutName(item);
                }
            }
        }
        return key;
    }

    private static SqlNode withoutName(SqlNode item) {
        return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
    }
}
