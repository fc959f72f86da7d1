package io.colonnade.planner.evaluation;

import io.colonnade.planner.algebra.LiteralList;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/// Whether a condition can be evaluated for rows for which the query does not ask it: it cannot fail, and
/// always gives the same. May err towards false.
public final class Harmless {
    private Harmless() {}

    public static boolean test(RexNode condition) {
        return switch (condition) {
            case RexInputRef column -> true;
            case RexLiteral literal -> true;
            case RexDynamicParam parameter -> true;
            case RexCall call ->
                switch (call.getKind()) {
                    case AND, OR, NOT -> all(call);
                    case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL -> all(call);
                    case GREATER_THAN, GREATER_THAN_OR_EQUAL, IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> all(call);
                    case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> all(call);
                    case SEARCH, LIKE -> all(call);
                    case OTHER -> LiteralList.is(call) && all(call);
                    default -> false;
                };
            default -> false;
        };
    }

    private static boolean all(RexCall call) {
        return call.getOperands().stream().allMatch(Harmless::test);
    }
}
