package io.colonnade.planner.type;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// `HAVING (SELECT ..)` is written as `HAVING (SELECT ..) IS TRUE`: the validator takes a query as a
/// condition in WHERE and ON, but not there.
public final class HavingSyntax {
    private HavingSyntax() {}

    /// Changes all such conditions of `query`.
    public static void apply(SqlNode query) {
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlSelect select) {
                    SqlNode having = select.getHaving();
                    if (having != null && having.isA(SqlKind.QUERY)) {
                        select.setHaving(SqlStdOperatorTable.IS_TRUE.createCall(having.getParserPosition(), having));
                    }
                }
                return super.visit(call);
            }
        });
    }
}
