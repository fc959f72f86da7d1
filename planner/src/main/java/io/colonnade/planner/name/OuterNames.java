package io.colonnade.planner.name;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.syntax.Positions;
import io.colonnade.planner.type.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
import org.apache.calcite.sql.util.SqlShuttle;
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
/// A subquery that is all of HAVING or of ON is told to be a value, too.
public final class OuterNames {
    /// The operand of a join that is its condition.
    private static final int CONDITION = 5;

    private OuterNames() {}

    /// Changes `query`.
    public static void apply(SqlNode query) {
        query.accept(new Finder());
    }

    private static final class Finder extends SqlBasicVisitor<Void> {
        private int depth;

        @Override
        public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlJoin join && join.getCondition() instanceof SqlNode on && on.isA(SqlKind.QUERY)) {
                join.setOperand(CONDITION, value(on));
            }
            if (!(call instanceof SqlSelect select)) {
                return super.visit(call);
            }
            depth++;
            SqlNode having = select.getHaving();
            if (having != null && having.isA(SqlKind.QUERY)) {
                select.setHaving(value(having));
            }
            if (depth > 1 && isAggregate(select)) {
                wrap(select);
            }
            super.visit(call);
            depth--;
            return null;
        }
    }

    private static SqlNode value(SqlNode query) {
        return SqlStdOperatorTable.SCALAR_QUERY.createCall(query.getParserPosition(), query);
    }

    private static boolean isAggregate(SqlSelect select) {
        if (select.getGroup() != null || select.getHaving() != null) {
            return true;
        }
        boolean[] found = {false};
        select.getSelectList().accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
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

    private static void wrap(SqlSelect select) {
        Wrapping wrapping = new Wrapping(FromNames.in(select.getFrom()));
        SqlNodeList items = select.getSelectList();
        for (int i = 0; i < items.size(); i++) {
            SqlNode item = items.get(i);
            SqlNode wrapped = item.accept(wrapping);
            if (wrapped != null && wrapped != item) {
                // The column keeps its name.
                items.set(
                        i,
                        item instanceof SqlIdentifier name
                                ? SqlStdOperatorTable.AS.createCall(
                                        item.getParserPosition(),
                                        wrapped,
                                        new SqlIdentifier(name.names.getLast(), item.getParserPosition()))
                                : wrapped);
            }
        }
        // A key stays what the select list says.
        if (select.getGroup() != null) {
            select.getGroup().replaceAll(key -> key.accept(wrapping));
        }
        if (select.getHaving() != null) {
            select.setHaving(select.getHaving().accept(wrapping));
        }
    }

    /// Puts a subquery in the place of each name whose table is none of `own`.
    private static final class Wrapping extends SqlShuttle {
        private final Set<String> own;

        Wrapping(Set<String> own) {
            this.own = own;
        }

        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            if (isAggregator(call)) {
                refuseOuter(call);
                return call;
            }
            boolean isOther = call.isA(SqlKind.QUERY) || call.getKind() == SqlKind.OVER;
            return isOther || call.getKind() == SqlKind.WITHIN_GROUP ? call : super.visit(call);
        }

        /// An aggregate of nothing but outer columns is one of the outer query.
        private void refuseOuter(SqlCall call) {
            int[] names = new int[2];
            call.accept(new SqlBasicVisitor<Void>() {
                @Override
                public @Nullable Void visit(SqlIdentifier name) {
                    names[isOuter(name) ? 1 : 0]++;
                    return null;
                }
            });
            if (names[0] == 0 && names[1] > 0) {
                throw new EngineException(
                        ErrorCode.NOT_SUPPORTED,
                        "an aggregate of an outer query within a subquery is not supported yet",
                        Positions.of(call),
                        "compute it in a derived table",
                        null);
            }
        }

        private boolean isOuter(SqlIdentifier name) {
            return !name.isStar()
                    && name.names.size() == 2
                    && !own.contains(name.names.getFirst().toLowerCase(Locale.ROOT));
        }

        @Override
        public SqlNode visit(SqlIdentifier name) {
            if (!isOuter(name)) {
                return name;
            }
            SqlParserPos pos = name.getParserPosition();
            return new SqlSelect(
                    pos, null, SqlNodeList.of(name), null, null, null, null, null, null, null, null, null, null);
        }
    }
}
