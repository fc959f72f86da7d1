package io.colonnade.planner.subquery;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexLiteral;

/// What a query says about the number of its rows.
final class RowBounds {
    private RowBounds() {}

    static boolean isOne(RelNode query) {
        return atMostOne(query) && atLeastOne(query);
    }

    static boolean atMostOne(RelNode query) {
        return switch (query) {
            case Project project -> atMostOne(project.getInput());
            case Filter filter -> atMostOne(filter.getInput());
            case Aggregate aggregate -> isTotal(aggregate) || atMostOne(aggregate.getInput()) && isSimple(aggregate);
            case Sort sort ->
                sort.fetch instanceof RexLiteral fetch && RexLiteral.intValue(fetch) <= 1 || atMostOne(sort.getInput());
            case Values values -> values.getTuples().size() <= 1;
            case Join join ->
                join.getJoinType().projectsRight()
                        ? join.getJoinType() != JoinRelType.FULL
                                && atMostOne(join.getLeft())
                                && atMostOne(join.getRight())
                        : atMostOne(join.getLeft());
            case SubqueryJoin join -> atMostOne(join.getLeft());
            default -> false;
        };
    }

    static boolean atLeastOne(RelNode query) {
        return switch (query) {
            case Project project -> atLeastOne(project.getInput());
            case Aggregate aggregate -> isTotal(aggregate);
            case Values values -> !values.getTuples().isEmpty();
            case Sort sort -> sort.offset == null && sort.fetch == null && atLeastOne(sort.getInput());
            case SubqueryJoin join -> atLeastOne(join.getLeft());
            default -> false;
        };
    }

    /// One group of all rows, also of none.
    static boolean isTotal(Aggregate aggregate) {
        return isSimple(aggregate) && aggregate.getGroupSet().isEmpty();
    }

    private static boolean isSimple(Aggregate aggregate) {
        return aggregate.getGroupType() == Aggregate.Group.SIMPLE;
    }
}
