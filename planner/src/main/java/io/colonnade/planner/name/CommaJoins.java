package io.colonnade.planner.name;

import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// JOIN binds closer than a comma, but the grammar reads both from the left.
///
/// ```text
/// FROM a, b RIGHT JOIN c ON ..      read as (a, b) RIGHT JOIN c, meant is a, (b RIGHT JOIN c)
/// ```
///
/// Where it makes no difference to the rows, INNER and LEFT with ON, the tree stays, and ON may name all
/// tables before it.
public final class CommaJoins {
    private CommaJoins() {}

    /// Changes all FROM clauses of `query`.
    public static void apply(SqlNode query) {
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlSelect select && select.getFrom() instanceof SqlJoin from) {
                    select.setFrom(bound(from));
                }
                return super.visit(call);
            }
        });
    }

    private static SqlNode bound(SqlNode node) {
        if (!(node instanceof SqlJoin join)) {
            return node;
        }
        join.setLeft(bound(join.getLeft()));
        join.setRight(bound(join.getRight()));
        if (!matters(join)) {
            return join;
        }
        SqlJoin above = join;
        while (above.getLeft() instanceof SqlJoin left) {
            if (left.getJoinType() == JoinType.COMMA) {
                above.setLeft(left.getRight());
                left.setRight(join);
                return left;
            }
            above = left;
        }
        return join;
    }

    private static boolean matters(SqlJoin join) {
        return join.getJoinType() == JoinType.RIGHT
                || join.getJoinType() == JoinType.FULL
                || join.isNatural()
                || join.getConditionType() == JoinConditionType.USING;
    }
}
