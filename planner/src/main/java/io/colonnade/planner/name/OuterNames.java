package io.colonnade.planner.name;

import io.colonnade.planner.syntax.SyntaxCopy;
import io.colonnade.planner.type.AggregateSyntax;
import io.colonnade.planner.type.Operators;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

/// Columns of outer queries beside aggregates. They are constants there, which the validator does not know:
/// it takes them for columns that are not grouped by. A subquery of its own it lets pass, and that becomes
/// the column again.
///
/// ```text
/// (SELECT SUM(f.v) * d.n FROM f)   ->   (SELECT SUM(f.v) * (SELECT d.n) FROM f)
/// ```
///
/// A name without a table is one of an outer query if no table of the subquery has it.
///
/// A subquery that is all of HAVING or of ON is told to be a value, too.
public final class OuterNames {
    /// The operand of a join that is its condition.
    private static final int CONDITION = 5;

    private OuterNames() {}

    /// Changes `query`, whose tables `reader` knows.
    public static void apply(SqlNode query, CalciteCatalogReader reader) {
        query.accept(new Finder());
        new Wrapping().query(query, null, new KnownColumns(reader));
    }

    private static final class Finder extends SqlBasicVisitor<Void> {
        @Override
        public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlJoin join && join.getCondition() instanceof SqlNode on && on.isA(SqlKind.QUERY)) {
                join.setOperand(CONDITION, value(on));
            }
            if (call instanceof SqlSelect select
                    && select.getHaving() instanceof SqlNode having
                    && having.isA(SqlKind.QUERY)) {
                select.setHaving(value(having));
            }
            return super.visit(call);
        }
    }

    static SqlNode value(SqlNode query) {
        return SqlStdOperatorTable.SCALAR_QUERY.createCall(query.getParserPosition(), query);
    }

    private static boolean hasGroups(SqlSelect select) {
        if (select.getGroup() != null || select.getHaving() != null) {
            return true;
        }
        boolean[] found = {false};
        select.getSelectList().accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call.getKind() == SqlKind.OVER && call.operand(0) instanceof SqlCall function) {
                    function.getOperandList().stream()
                            .filter(Objects::nonNull)
                            .forEach(argument -> argument.accept(this));
                    return call.operand(1).accept(this);
                }
                found[0] |= isAggregator(call);
                return call.isA(SqlKind.QUERY) ? null : super.visit(call);
            }
        });
        return found[0];
    }

    public static boolean isAggregator(SqlCall call) {
        if (call.getOperator().isAggregator()) {
            return true;
        }
        if (!(call.getOperator() instanceof SqlFunction function)) {
            return false;
        }
        List<SqlOperator> operators = new ArrayList<>();
        SqlIdentifier name = new SqlIdentifier(function.getName(), SqlParserPos.ZERO);
        Operators.TABLE.lookupOperatorOverloads(
                name, null, SqlSyntax.FUNCTION, operators, SqlNameMatchers.withCaseSensitive(false));
        return operators.stream().anyMatch(SqlOperator::isAggregator);
    }

    /// Whether a call makes one value of many rows, with its FILTER and its order if it has them.
    static boolean isAggregate(SqlCall call) {
        return switch (call.getKind()) {
            case FILTER, WITHIN_GROUP, WITHIN_DISTINCT ->
                call.operand(0) instanceof SqlCall inner && isAggregate(inner);
            default ->
                isAggregator(call)
                        || AggregateSyntax.isAggregate(call.getOperator().getName());
        };
    }

    /// Puts a subquery in the place of each column beside aggregates that is one of an outer query.
    private static final class Wrapping extends ScopeWalk {
        private final Map<SqlSelect, Boolean> aggregates = new IdentityHashMap<>();

        @Override
        SqlNode expression(SqlNode node, Scope scope, Clause clause) {
            if (node instanceof SqlIdentifier name) {
                // The name of an item comes before that of an outer column.
                SqlNode item = clause == Clause.GROUP && scope.outer() != null ? scope.item(name) : null;
                if (item != null && scope.lacks(name)) {
                    return expression(SyntaxCopy.of(item), scope, Clause.LIST);
                }
                return isConstant(name, scope, clause) ? constant(name) : name;
            }
            if (node instanceof SqlCall call && isAggregate(call)) {
                operands(call, scope, Clause.ARGUMENT);
                return call;
            }
            return super.expression(node, scope, clause);
        }

        private boolean isConstant(SqlIdentifier name, Scope scope, Clause clause) {
            boolean isBesideGroups = clause == Clause.GROUP || clause.mayAggregate();
            return isBesideGroups
                    && scope.outer() != null
                    && !name.isStar()
                    && aggregates.computeIfAbsent(scope.select(), OuterNames::hasGroups)
                    && scope.lacks(name);
        }

        private static SqlNode constant(SqlIdentifier name) {
            SqlParserPos pos = name.getParserPosition();
            return new SqlSelect(
                    pos, null, SqlNodeList.of(name), null, null, null, null, null, null, null, null, null, null);
        }
    }
}
