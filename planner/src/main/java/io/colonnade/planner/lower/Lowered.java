package io.colonnade.planner.lower;

import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.type.Type;
import java.util.List;

/// A plan node beside the relational expression that it was made of: `positions[i]` is where column i of the
/// expression stands among the columns of the node, -1 if nobody needs it.
///
/// The types are asked for so often that a node must not look for them anew, through all that is below it.
record Lowered(PlanNode node, int[] positions, List<Type> types) {
    Lowered(PlanNode node, int[] positions) {
        this(node, positions, node.outputTypes());
    }

    ColumnReference column(int index) {
        int position = position(index);
        return new ColumnReference(position, types().get(position));
    }

    int position(int index) {
        int position = positions[index];
        if (position < 0) {
            throw new IllegalStateException("column " + index + " of " + node + " was pruned");
        }
        return position;
    }
}
