package io.colonnade.planner.evaluation;

import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;

/// Whether an expression has a value for rows for which the query does not ask for it: it neither overflows nor
/// divides. May err towards false.
public final class CannotFail {
    private static final int PRECISION_MAX = 38;

    private CannotFail() {}

    public static boolean test(RexNode expression) {
        return switch (expression) {
            case RexInputRef column -> true;
            case RexLiteral literal -> true;
            case RexDynamicParam parameter -> true;
            case RexCall call ->
                switch (call.getKind()) {
                    case PLUS, MINUS, TIMES ->
                        // The result has a digit for all that can happen.
                        call.getType().getSqlTypeName() == SqlTypeName.DECIMAL
                                && call.getType().getPrecision() < PRECISION_MAX
                                && call.getOperands().stream().allMatch(CannotFail::isExact)
                                && call.getOperands().stream().allMatch(CannotFail::test);
                    case CASE -> call.getOperands().stream().allMatch(CannotFail::test);
                    default -> Harmless.test(call);
                };
            default -> false;
        };
    }

    public static boolean isExact(RexNode operand) {
        return switch (operand.getType().getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> true;
            default -> false;
        };
    }
}
