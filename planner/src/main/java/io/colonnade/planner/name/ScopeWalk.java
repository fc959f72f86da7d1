package io.colonnade.planner.name;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlStarReplace;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// Goes through the expressions of a query and of those in it, each with the tables that it may name, and puts
/// others in their place.
abstract class ScopeWalk {
    /// The operand of a join that is its condition.
    private static final int CONDITION = 5;

    /// The operands of a window that are names.
    private static final int WINDOW_NAMES = 2;

    /// A whole query, in which the columns of `outer` can be named.
    final void query(SqlNode query, @Nullable Scope outer, KnownColumns known) {
        query(query, outer, known, SqlNodeList.EMPTY);
    }

    private void query(SqlNode query, @Nullable Scope outer, KnownColumns known, SqlNodeList order) {
        switch (query) {
            case SqlOrderBy ordered -> query(ordered.query, outer, known, ordered.orderList);
            case SqlWith with -> {
                KnownColumns inner = known;
                for (SqlNode node : with.withList) {
                    SqlWithItem item = (SqlWithItem) node;
                    KnownColumns next = inner.with(item);
                    query(item.query, outer, item.recursive.booleanValue() ? next : inner);
                    inner = next;
                }
                query(with.body, outer, inner, order);
            }
            case SqlSelect select -> select(new Scope(outer, select, known), order);
            case SqlCall call
            when call.isA(SqlKind.SET_QUERY) -> call.getOperandList().forEach(operand -> query(operand, outer, known));
            case SqlCall call when outer != null -> operands(call, outer, outer.clause());
            default -> {}
        }
    }

    /// A query that selects, with the order of its rows.
    void select(Scope scope, SqlNodeList order) {
        SqlSelect select = scope.select();
        from(select.getFrom(), scope);
        select.setWhere(optional(select.getWhere(), scope, Clause.WHERE));
        if (select.getGroup() != null) {
            list(select.getGroup(), scope, Clause.GROUP);
        }
        aboveGroups(scope, order);
    }

    /// What is computed when there are groups.
    final void aboveGroups(Scope scope, SqlNodeList order) {
        SqlSelect select = scope.select();
        SqlNodeList items = select.getSelectList();
        for (int i = 0; i < items.size(); i++) {
            SqlNode item = items.get(i);
            SqlNode changed = expression(item, scope, Clause.LIST);
            if (changed != item) {
                // The column keeps its name.
                items.set(i, item instanceof SqlIdentifier name ? named(changed, name) : changed);
            }
        }
        select.setHaving(optional(select.getHaving(), scope, Clause.HAVING));
        list(select.getWindowList(), scope, Clause.WINDOW);
        select.setQualify(optional(select.getQualify(), scope, Clause.QUALIFY));
        for (int i = 0; i < order.size(); i++) {
            SqlNode changed = key(order.get(i), scope);
            if (changed != order.get(i)) {
                order.set(i, changed);
            }
        }
    }

    private static SqlNode named(SqlNode value, SqlIdentifier name) {
        return SqlStdOperatorTable.AS.createCall(
                name.getParserPosition(), value, new SqlIdentifier(name.names.getLast(), name.getParserPosition()));
    }

    /// A key of ORDER BY; the name of an item stays.
    private SqlNode key(SqlNode key, Scope scope) {
        switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST: {
                SqlCall direction = (SqlCall) key;
                SqlNode changed = key(direction.operand(0), scope);
                if (changed != direction.operand(0)) {
                    direction.setOperand(0, changed);
                }
                return key;
            }
            default:
                return key instanceof SqlIdentifier name && scope.item(name) != null
                        ? key
                        : expression(key, scope, Clause.ORDER);
        }
    }

    private void from(@Nullable SqlNode from, Scope scope) {
        if (from instanceof SqlJoin join) {
            from(join.getLeft(), scope);
            from(join.getRight(), scope);
            SqlNode condition = join.getCondition();
            if (condition != null && !(condition instanceof SqlNodeList)) {
                SqlNode changed = expression(condition, scope, Clause.ON);
                if (changed != condition) {
                    join.setOperand(CONDITION, changed);
                }
            }
        } else if (from instanceof SqlCall call) {
            if (call.getKind() == SqlKind.AS) {
                from(call.operand(0), scope);
            } else if (call.isA(SqlKind.QUERY)) {
                query(call, scope.outer(), scope.known());
            } else {
                operands(call, scope, Clause.FROM);
            }
        }
    }

    private @Nullable SqlNode optional(@Nullable SqlNode node, Scope scope, Clause clause) {
        return node == null ? null : expression(node, scope, clause);
    }

    private void list(SqlNodeList nodes, Scope scope, Clause clause) {
        for (int i = 0; i < nodes.size(); i++) {
            @Nullable SqlNode node = nodes.get(i);
            SqlNode changed = optional(node, scope, clause);
            if (changed != null && changed != node) {
                nodes.set(i, changed);
            }
        }
    }

    /// What is to stand for an expression; what is in it may have changed.
    SqlNode expression(SqlNode node, Scope scope, Clause clause) {
        switch (node) {
            case SqlNodeList nodes -> list(nodes, scope, clause);
            case SqlStarExclude _ -> {}
            case SqlStarReplace _ -> {}
            case SqlCall call
            when call.isA(SqlKind.QUERY) -> {
                scope.enter(clause);
                query(call, scope, scope.known());
            }
            case SqlCall call -> operands(call, scope, clause);
            default -> {}
        }
        return node;
    }

    /// Changes the operands of a call that are expressions.
    final void operands(SqlCall call, Scope scope, Clause clause) {
        int first = call instanceof SqlWindow ? WINDOW_NAMES : 0;
        int end = call.getKind() == SqlKind.AS ? 1 : call.operandCount();
        for (int i = first; i < end; i++) {
            @Nullable SqlNode operand = call.getOperandList().get(i);
            if (call.getKind() == SqlKind.OVER && (i == 0 || operand instanceof SqlIdentifier)) {
                if (operand instanceof SqlCall function) {
                    windowed(function, scope, clause);
                }
                continue;
            }
            SqlNode changed = optional(operand, scope, clause);
            if (changed != operand) {
                call.setOperand(i, changed);
            }
        }
    }

    /// A function over a window, which is no aggregate of the query.
    private void windowed(SqlCall function, Scope scope, Clause clause) {
        switch (function.getKind()) {
            case FILTER, WITHIN_GROUP, IGNORE_NULLS, RESPECT_NULLS -> {
                windowed(function.operand(0), scope, clause);
                for (int i = 1; i < function.operandCount(); i++) {
                    SqlNode changed = expression(function.operand(i), scope, clause);
                    if (changed != function.operand(i)) {
                        function.setOperand(i, changed);
                    }
                }
            }
            default -> operands(function, scope, clause);
        }
    }
}
