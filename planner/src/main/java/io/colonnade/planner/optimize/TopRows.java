package io.colonnade.planner.optimize;

import io.colonnade.planner.estimate.RowEstimates;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/// Takes the first rows as early as they are known, so that what stands above sees these only.
///
/// ```text
/// Sort limit 10 of                   becomes
///   Project                          the projection of the first 10
///   l LEFT JOIN r, sorted by l       the first 10 of (the first 10 of l) LEFT JOIN r
///   f JOIN d along a foreign key     the same: each row of f has its partner
///   a UNION ALL b                    the first 10 of (the first 10 of a) UNION ALL (the first 10 of b)
/// ```
///
/// LIMIT without an order likewise. An expression above is not computed for rows that are cut off.
final class TopRows {
    /// Below a join or a union there must be this many times the rows that are wanted.
    private static final double REDUCTION_MIN = 2;

    private final RowEstimates estimates;

    TopRows(RowEstimates estimates) {
        this.estimates = estimates;
    }

    RelNode apply(RelNode rel) {
        RelNode current = rel;
        if (rel instanceof Sort sort && sort.fetch != null) {
            RelNode pushed = push(sort);
            current = pushed == null ? rel : pushed;
        }
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : current.getInputs()) {
            RelNode next = apply(input);
            changed |= next != input;
            inputs.add(next);
        }
        return changed ? current.copy(current.getTraitSet(), inputs) : current;
    }

    /// The same rows with the limit further down, null if it can go no further.
    private @Nullable RelNode push(Sort sort) {
        return switch (sort.getInput()) {
            case Project project -> project(sort, project);
            case Join join -> join(sort, join);
            case Union union when union.all -> union(sort, union);
            default -> null;
        };
    }

    private static @Nullable RelNode project(Sort sort, Project project) {
        if (project.containsOver() || !project.getProjects().stream().allMatch(RexUtil::isDeterministic)) {
            return null;
        }
        List<RelFieldCollation> keys = new ArrayList<>();
        for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
            if (!(project.getProjects().get(key.getFieldIndex()) instanceof RexInputRef ref)) {
                return null;
            }
            keys.add(key.withFieldIndex(ref.getIndex()));
        }
        RelNode first = sorted(project.getInput(), RelCollations.of(keys), sort.offset, sort.fetch);
        return LogicalProject.create(
                first, List.of(), project.getProjects(), project.getRowType().getFieldNames(), Set.of());
    }

    private @Nullable RelNode join(Sort sort, Join join) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        boolean left =
                sort.getCollation().getFieldCollations().stream().allMatch(key -> key.getFieldIndex() < leftWidth);
        boolean right =
                sort.getCollation().getFieldCollations().stream().allMatch(key -> key.getFieldIndex() >= leftWidth);
        boolean keepsLeft = join.getJoinType() == JoinRelType.LEFT
                || join.getJoinType() == JoinRelType.INNER && JoinElimination.keepsLeft(join);
        if (left && keepsLeft) {
            RelNode first = first(sort, join.getLeft(), sort.getCollation());
            return first == null ? null : over(sort, join, List.of(first, join.getRight()));
        }
        if (right && join.getJoinType() == JoinRelType.RIGHT) {
            RelNode first = first(sort, join.getRight(), RelCollations.shift(sort.getCollation(), -leftWidth));
            return first == null ? null : over(sort, join, List.of(join.getLeft(), first));
        }
        return null;
    }

    private @Nullable RelNode union(Sort sort, Union union) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : union.getInputs()) {
            RelNode first = first(sort, input, sort.getCollation());
            changed |= first != null;
            inputs.add(first == null ? input : first);
        }
        return changed ? over(sort, union, inputs) : null;
    }

    private static RelNode over(Sort sort, RelNode below, List<RelNode> inputs) {
        return sort.copy(sort.getTraitSet(), List.of(below.copy(below.getTraitSet(), inputs)));
    }

    /// As many rows of `input` as `sort` may want, null if that saves nothing.
    private @Nullable RelNode first(Sort sort, RelNode input, RelCollation order) {
        if (!(sort.fetch instanceof RexLiteral fetch)
                || sort.offset != null && !(sort.offset instanceof RexLiteral)
                || isLimited(input)) {
            return null;
        }
        BigDecimal wanted =
                count(fetch).add(sort.offset instanceof RexLiteral skipped ? count(skipped) : BigDecimal.ZERO);
        if (wanted.doubleValue() * REDUCTION_MIN > estimates.rows(input)) {
            return null;
        }
        RexNode limit = input.getCluster().getRexBuilder().makeExactLiteral(wanted, fetch.getType());
        return sorted(input, order, null, limit);
    }

    private static BigDecimal count(RexLiteral literal) {
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        return value == null ? BigDecimal.ZERO : value;
    }

    /// Whether a limit stands there already, from a step before.
    private static boolean isLimited(RelNode rel) {
        return switch (rel) {
            case Sort sort -> sort.fetch != null;
            case Project project -> isLimited(project.getInput());
            default -> false;
        };
    }

    private static RelNode sorted(
            RelNode input, RelCollation order, @Nullable RexNode offset, @Nullable RexNode fetch) {
        return LogicalSort.create(input, order, offset, fetch);
    }
}
