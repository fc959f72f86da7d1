package io.colonnade.planner.name;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.syntax.Positions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Aggregates of nothing but columns of an outer query: they are aggregates of that query, whose rows they are
/// made of, wherever in its subqueries they stand. The validator would take them for aggregates of the subquery.
///
/// ```text
/// SELECT g, (SELECT b FROM t2 WHERE b > max(o.x)) FROM o GROUP BY g
///                                   one for each g
/// ```
///
/// The outer query then reads them as columns: {@link Regrouping}.
///
/// *Errors*: INVALID_GROUPING where the outer query can have no aggregate.
public final class OuterAggregates extends ScopeWalk {
    private final SqlNode top;
    private final boolean changesRows;
    private final Set<Scope> lenders = Collections.newSetFromMap(new IdentityHashMap<>());
    private int regrouped;

    private OuterAggregates(SqlNode top, boolean changesRows) {
        this.top = top;
        this.changesRows = changesRows;
    }

    /// Changes `query`, whose tables `reader` knows. If it finds what becomes of the rows of a table, it has no
    /// aggregates of its own.
    public static void apply(SqlNode query, CalciteCatalogReader reader, boolean changesRows) {
        new OuterAggregates(query, changesRows).query(query, null, new KnownColumns(reader));
    }

    @Override
    void select(Scope scope, SqlNodeList order) {
        super.select(scope, order);
        if (lenders.contains(scope)) {
            regrouped++;
            new Regrouping(scope, "$groups" + regrouped, this).apply(order);
        }
    }

    @Override
    SqlNode expression(SqlNode node, Scope scope, Clause clause) {
        if (!(node instanceof SqlCall call) || !OuterNames.isAggregate(call)) {
            return super.expression(node, scope, clause);
        }
        Scope home = home(call, scope);
        if (home == scope) {
            operands(call, scope, Clause.ARGUMENT);
        } else {
            check(home, call);
            lenders.add(home);
        }
        return call;
    }

    private void check(Scope home, SqlCall aggregate) {
        if (home.clause() == Clause.ARGUMENT) {
            throw refused("aggregate functions cannot be nested", aggregate);
        }
        if (!home.clause().mayAggregate()) {
            throw refused(
                    "aggregate functions are not allowed in " + home.clause().text(), aggregate);
        }
        if (changesRows && home.select() == top) {
            throw refused("aggregate functions of the rows that are changed are not allowed", aggregate);
        }
    }

    private static EngineException refused(String message, SqlCall aggregate) {
        return new EngineException(ErrorCode.INVALID_GROUPING, message, Positions.of(aggregate), null, null);
    }

    /// The query that an aggregate in `scope` belongs to: the innermost of those whose columns it reads.
    static Scope home(SqlCall aggregate, Scope scope) {
        if (scope.outer() == null) {
            return scope;
        }
        Names names = new Names();
        aggregate.accept(names);
        Scope innermost = null;
        for (SqlIdentifier name : names.found) {
            Scope home = scope.home(name);
            if (home == null || home == scope) {
                return scope;
            }
            innermost = innermost == null || innermost.encloses(home) ? home : innermost;
        }
        return innermost == null || names.hasQuery ? scope : innermost;
    }

    private static final class Names extends SqlBasicVisitor<Void> {
        private final List<SqlIdentifier> found = new ArrayList<>();
        private boolean hasQuery;

        @Override
        public @Nullable Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
                hasQuery = true;
                return null;
            }
            return super.visit(call);
        }

        @Override
        public @Nullable Void visit(SqlIdentifier name) {
            if (!name.isStar()) {
                found.add(name);
            }
            return null;
        }
    }
}
