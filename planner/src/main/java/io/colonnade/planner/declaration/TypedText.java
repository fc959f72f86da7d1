package io.colonnade.planner.declaration;

import io.colonnade.core.type.Type;
import io.colonnade.planner.syntax.TemporalOperators;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;

/// Literals that the grammar makes calls of: intervals and moments.
final class TypedText {
    private TypedText() {}

    /// The text of a literal of `type`, or `node` if it is none.
    static SqlNode of(SqlNode node, Type type) {
        if (!(node instanceof SqlCall call) || !(call.operand(0) instanceof SqlCharStringLiteral text)) {
            return node;
        }
        SqlOperator operator = call.getOperator();
        boolean isInterval = operator == TemporalOperators.INTERVAL || operator == TemporalOperators.INTERVAL_OF_DAYS;
        boolean isMoment = node.getKind() == SqlKind.CAST
                && call.operand(1) instanceof SqlDataTypeSpec spec
                && spec.getTypeName().getSimple().equals("TIMESTAMP_TZ");
        return isInterval && type.equals(Type.INTERVAL) || isMoment && type.equals(Type.TIMESTAMP_TZ) ? text : node;
    }
}
