package io.colonnade.planner.lower;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.ColumnReference;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/// A projection with window functions: what they read is computed below them, what is made of their results above.
///
/// ```text
/// Project city, SUM(x + 1) OVER w / 2          Project city, $2 / 2
///                                                Window SUM($1) over w
///                                                  Project city, x + 1
/// ```
///
/// Functions whose keys fit one order share a node; AVG is SUM / COUNT of the same window.
final class WindowLowering {
    private final PlanLowering plans;

    WindowLowering(PlanLowering plans) {
        this.plans = plans;
    }

    Lowered lower(Project project, BitSet needed) {
        List<RexNode> used =
                needed.stream().mapToObj(project.getProjects()::get).toList();
        Lowered input = plans.lower(project.getInput(), PlanLowering.columnsOf(used));
        int fields = project.getInput().getRowType().getFieldCount();
        RexBuilder builder = project.getCluster().getRexBuilder();
        WindowCalls calls = new WindowCalls(plans, input, builder);
        Results results = new Results(fields, builder);
        List<RexNode> above = used.stream().map(node -> node.accept(results)).toList();
        results.overs.keySet().forEach(calls::add);
        List<Integer> carried = PlanLowering.columnsOf(above).stream()
                .filter(field -> field < fields)
                .boxed()
                .toList();
        carried.forEach(field -> calls.carry(input.column(field)));
        WindowStack stack = new WindowStack(plans, calls);
        List<WindowCalls.Result> made = calls.results();
        RexToExpression converter = plans.expressions(field -> field < fields
                ? stack.column(calls.position(input.column(field)))
                : made.get(field - fields).expression(stack::result));
        List<Expression> expressions = above.stream().map(converter::convert).toList();
        int[] positions = new int[project.getProjects().size()];
        Arrays.fill(positions, -1);
        int next = 0;
        for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
            positions[i] = next++;
        }
        boolean asIs = stack.node().outputTypes().size() == expressions.size();
        for (int i = 0; asIs && i < expressions.size(); i++) {
            asIs = expressions.get(i) instanceof ColumnReference column && column.index() == i;
        }
        return new Lowered(asIs ? stack.node() : plans.project(stack.node(), expressions), positions);
    }

    /// A window function, and whether its sum is NULL of nothing.
    record Call(RexOver over, boolean nullOfNothing) {}

    /// Puts a column behind those of the input in the place of each window function.
    private static final class Results extends RexShuttle {
        private final int fields;
        private final RexBuilder builder;
        final Map<Call, Integer> overs = new LinkedHashMap<>();

        Results(int fields, RexBuilder builder) {
            this.fields = fields;
            this.builder = builder;
        }

        private RexNode result(RexOver over, boolean nullOfNothing) {
            int number = overs.computeIfAbsent(new Call(over, nullOfNothing), key -> overs.size());
            return new RexInputRef(fields + number, over.getType());
        }

        @Override
        public RexNode visitOver(RexOver over) {
            return result(over, false);
        }

        /// `CASE WHEN COUNT(x) OVER w > 0 THEN $SUM0(x) OVER w END` is how Calcite writes a sum.
        @Override
        public RexNode visitCall(RexCall call) {
            if (call.getKind() == SqlKind.CASE
                    && call.getOperands().size() == 3
                    && RexUtil.isNullLiteral(call.getOperands().get(2), true)
                    && call.getOperands().get(0) instanceof RexCall condition
                    && condition.getKind() == SqlKind.GREATER_THAN
                    && condition.getOperands().get(0) instanceof RexOver count
                    && count.getAggOperator().getKind() == SqlKind.COUNT
                    && condition.getOperands().get(1) instanceof RexLiteral) {
                RexNode value = call.getOperands().get(1);
                RexNode bare = RexUtil.removeCast(value);
                if (bare instanceof RexOver sum
                        && (sum.getAggOperator().getKind() == SqlKind.SUM0
                                || sum.getAggOperator().getKind() == SqlKind.SUM)) {
                    RexNode result = result(sum, true);
                    return value == bare ? result : builder.makeCast(call.getType(), result);
                }
            }
            return super.visitCall(call);
        }
    }
}
