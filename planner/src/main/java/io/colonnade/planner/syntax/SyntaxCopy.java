package io.colonnade.planner.syntax;

import java.util.OptionalInt;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Copies calls and lists of a tree; leaves are shared, they do not change, but for texts
/// that only differ in how they are spelled, and for `$1`, which is a parameter and no name.
public final class SyntaxCopy extends SqlShuttle {
    private static final SyntaxCopy COPY = new SyntaxCopy();

    private SyntaxCopy() {}

    public static SqlNode of(SqlNode node) {
        SqlNode copy = node.accept(COPY);
        if (copy == null) {
            throw new IllegalStateException("no copy of " + node.getKind());
        }
        return copy;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        CallCopyingArgHandler handler = new CallCopyingArgHandler(call, true);
        call.getOperator().acceptCall(this, call, false, handler);
        return handler.result();
    }

    @Override
    public @Nullable SqlNode visit(SqlIdentifier id) {
        OptionalInt parameter = id.isSimple() ? ParameterName.index(id.getSimple()) : OptionalInt.empty();
        return parameter.isPresent() ? new SqlDynamicParam(parameter.getAsInt(), id.getParserPosition()) : id;
    }

    @Override
    public @Nullable SqlNode visit(SqlLiteral literal) {
        return UnicodeText.plain(literal);
    }

    @Override
    public @Nullable SqlNode visit(SqlNodeList list) {
        SqlNodeList copy = new SqlNodeList(list.getParserPosition());
        for (@Nullable SqlNode node : list) {
            copy.add(node == null ? null : node.accept(this));
        }
        return copy;
    }
}
