package io.colonnade.planner.name;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.syntax.Positions;
import io.colonnade.planner.syntax.SyntaxCopy;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlStarReplace;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/// A query whose groups become rows of a derived table, so that its subqueries can read its aggregates.
///
/// ```text
/// SELECT g, (SELECT b FROM t2 WHERE b > max(o.x)) FROM o WHERE c GROUP BY g HAVING count(*) > 1
///   ->  SELECT n.k0 AS g, (SELECT b FROM t2 WHERE b > n.a0)
///       FROM (SELECT g AS k0, max(o.x) AS a0, count(*) AS a1 FROM o WHERE c GROUP BY g) AS n
///       WHERE n.a1 > 1
/// ```
final class Regrouping extends ScopeWalk {
    private final Scope scope;
    private final String name;
    private final OuterAggregates finder;
    private final List<SqlNode> keys = new ArrayList<>();
    private final List<SqlNode> aggregates = new ArrayList<>();

    /// Of the query of `scope`, with `name` for the derived table. `finder` refuses aggregates in keys.
    Regrouping(Scope scope, String name, OuterAggregates finder) {
        this.scope = scope;
        this.name = name;
        this.finder = finder;
    }

    /// Changes the query and the order of its rows.
    void apply(SqlNodeList order) {
        scope.settle();
        SqlSelect select = scope.select();
        select.getSelectList().forEach(Regrouping::refuseStar);
        SqlNodeList group = select.getGroup();
        if (group != null) {
            group.replaceAll(this::key);
        }
        aboveGroups(scope, order);
        SqlParserPos pos = select.getParserPosition();
        SqlNodeList columns = new SqlNodeList(pos);
        for (int i = 0; i < keys.size(); i++) {
            columns.add(named(SyntaxCopy.of(keys.get(i)), "$k" + i));
        }
        for (int i = 0; i < aggregates.size(); i++) {
            columns.add(named(aggregates.get(i), "$a" + i));
        }
        SqlSelect groups = new SqlSelect(
                pos,
                null,
                columns,
                select.getFrom(),
                select.getWhere(),
                group,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        select.setFrom(named(groups, name));
        SqlNode having = select.getHaving();
        select.setWhere(having == null || !having.isA(SqlKind.QUERY) ? having : OuterNames.value(having));
        select.setGroupBy(null);
        select.setHaving(null);
    }

    private static SqlNode named(SqlNode node, String name) {
        SqlParserPos pos = node.getParserPosition();
        return SqlStdOperatorTable.AS.createCall(pos, node, new SqlIdentifier(name, pos));
    }

    private static void refuseStar(SqlNode item) {
        if (item instanceof SqlStarExclude
                || item instanceof SqlStarReplace
                || item instanceof SqlIdentifier id && id.isStar()) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    "* beside an aggregate that stands in a subquery is not supported yet",
                    Positions.of(item),
                    "name the columns",
                    null);
        }
    }

    // --- keys ---

    /// A key or a set of keys with what the numbers and the names of items stand for.
    private SqlNode key(SqlNode key) {
        switch (key) {
            case SqlNodeList list -> {
                list.replaceAll(this::key);
                return list;
            }
            case SqlCall call
            when isSet(call) -> {
                for (int i = 0; i < call.operandCount(); i++) {
                    call.setOperand(i, key(call.operand(i)));
                }
                return call;
            }
            default -> {
                SqlNode meant = meant(key);
                finder.expression(meant, scope, Clause.GROUP);
                if (indexOf(keys, meant) < 0) {
                    keys.add(meant);
                }
                return meant;
            }
        }
    }

    private static boolean isSet(SqlCall call) {
        return switch (call.getKind()) {
            case ROLLUP, CUBE, GROUPING_SETS, GROUP_BY_DISTINCT, ROW -> true;
            default -> false;
        };
    }

    private SqlNode meant(SqlNode key) {
        SqlNodeList items = scope.select().getSelectList();
        if (key instanceof SqlNumericLiteral number && number.isInteger()) {
            long position = number.longValue(true);
            if (position < 1 || position > items.size()) {
                throw new EngineException(
                        ErrorCode.INVALID_STATEMENT,
                        "the position is not in the select list",
                        Positions.of(key),
                        null,
                        null);
            }
            SqlNode item = items.get((int) position - 1);
            return SyntaxCopy.of(item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item);
        }
        SqlNode item = key instanceof SqlIdentifier id && scope.lacks(id) ? scope.item(id) : null;
        return item == null ? key : SyntaxCopy.of(item);
    }

    // --- what is computed of the groups ---

    @Override
    SqlNode expression(SqlNode node, Scope inner, Clause clause) {
        int key = inner == scope ? indexOf(keys, node) : -1;
        if (key >= 0) {
            return column("$k" + key, node);
        }
        if (node instanceof SqlIdentifier id) {
            return id.isStar() || inner.home(id) != scope ? id : groupedBy(id);
        }
        if (!(node instanceof SqlCall call) || !OuterNames.isAggregate(call)) {
            return super.expression(node, inner, clause);
        }
        Scope home = OuterAggregates.home(call, inner);
        if (home == scope) {
            int index = indexOf(aggregates, call);
            if (index < 0) {
                index = aggregates.size();
                aggregates.add(call);
            }
            return column("$a" + index, call);
        }
        if (home == inner) {
            operands(call, inner, Clause.ARGUMENT);
        }
        return call;
    }

    private SqlNode groupedBy(SqlIdentifier id) {
        int key = indexOf(keys, id);
        if (key < 0) {
            throw new EngineException(
                    ErrorCode.INVALID_GROUPING,
                    id + " must appear in GROUP BY or in an aggregate function",
                    Positions.of(id),
                    null,
                    null);
        }
        return column("$k" + key, id);
    }

    private SqlNode column(String column, SqlNode place) {
        return new SqlIdentifier(List.of(name, column), place.getParserPosition());
    }

    private static int indexOf(List<SqlNode> nodes, SqlNode wanted) {
        for (int i = 0; i < nodes.size(); i++) {
            if (areSame(nodes.get(i), wanted)) {
                return i;
            }
        }
        return -1;
    }

    /// Whether two expressions of the query are the same, where a column may be written with its table or without.
    private static boolean areSame(@Nullable SqlNode left, @Nullable SqlNode right) {
        if (left == right) {
            return true;
        }
        if (left instanceof SqlIdentifier a && right instanceof SqlIdentifier b) {
            int parts = Math.min(a.names.size(), b.names.size());
            for (int i = 1; i <= parts; i++) {
                if (!a.names.get(a.names.size() - i).equalsIgnoreCase(b.names.get(b.names.size() - i))) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof SqlNodeList a && right instanceof SqlNodeList b) {
            return areAllSame(a.getList(), b.getList());
        }
        if (left instanceof SqlBasicCall a && right instanceof SqlBasicCall b) {
            return a.getKind() == b.getKind()
                    && a.getOperator()
                            .getName()
                            .equalsIgnoreCase(b.getOperator().getName())
                    && areSame(a.getFunctionQuantifier(), b.getFunctionQuantifier())
                    && areAllSame(a.getOperandList(), b.getOperandList());
        }
        return left != null && right != null && left.equalsDeep(right, Litmus.IGNORE);
    }

    private static boolean areAllSame(List<? extends @Nullable SqlNode> left, List<? extends @Nullable SqlNode> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!areSame(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }
}
