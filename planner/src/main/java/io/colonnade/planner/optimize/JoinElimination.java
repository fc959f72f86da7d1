package io.colonnade.planner.optimize;

import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.planner.key.UniqueColumns;
import io.colonnade.planner.validate.CatalogBridge.BridgedTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// Leaves out joins that neither add nor take rows, if nobody wants their columns.
///
/// ```text
/// f LEFT JOIN d ON f.k = d.id       at most one partner: the rows of f
/// f JOIN d ON f.k = d.id            exactly one, if f.k refers to d.id and that was checked: those with a key
/// ```
///
/// Keys are trusted as the snapshot has them: primary keys are enforced, foreign keys count once they are
/// validated.
final class JoinElimination {
    private JoinElimination() {}

    static RelNode apply(RelNode root) {
        return apply(root, allOf(root));
    }

    private static BitSet allOf(RelNode rel) {
        BitSet all = new BitSet();
        all.set(0, rel.getRowType().getFieldCount());
        return all;
    }

    private static RelNode apply(RelNode rel, BitSet needed) {
        return switch (rel) {
            case Join join -> join(join, needed);
            case Filter filter -> over(filter, with(needed, List.of(filter.getCondition())));
            case Sort sort -> {
                BitSet both = (BitSet) needed.clone();
                sort.getCollation().getKeys().forEach(both::set);
                yield over(sort, both);
            }
            case Project project -> {
                List<RexNode> wanted = new ArrayList<>();
                for (int i = 0; i < project.getProjects().size(); i++) {
                    if (needed.get(i) || project.containsOver()) {
                        wanted.add(project.getProjects().get(i));
                    }
                }
                yield over(project, with(new BitSet(), wanted));
            }
            case Aggregate aggregate -> over(aggregate, columnsOf(aggregate));
            default -> {
                List<RelNode> inputs = new ArrayList<>();
                rel.getInputs().forEach(input -> inputs.add(apply(input, allOf(input))));
                yield inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
            }
        };
    }

    private static RelNode over(RelNode rel, BitSet needed) {
        RelNode input = apply(rel.getInput(0), needed);
        return input == rel.getInput(0) ? rel : rel.copy(rel.getTraitSet(), List.of(input));
    }

    private static BitSet with(BitSet needed, List<RexNode> expressions) {
        BitSet both = (BitSet) needed.clone();
        expressions.forEach(
                expression -> RelOptUtil.InputFinder.bits(expression).forEach(both::set));
        return both;
    }

    private static BitSet columnsOf(Aggregate aggregate) {
        BitSet columns = new BitSet();
        aggregate.getGroupSet().forEach(columns::set);
        for (AggregateCall call : aggregate.getAggCallList()) {
            call.getArgList().forEach(columns::set);
            call.getCollation().getKeys().forEach(columns::set);
            if (call.filterArg >= 0) {
                columns.set(call.filterArg);
            }
            if (call.distinctKeys != null) {
                call.distinctKeys.forEach(columns::set);
            }
        }
        return columns;
    }

    private static RelNode join(Join join, BitSet needed) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        if (join.getVariablesSet().isEmpty()) {
            if (join.getJoinType() == JoinRelType.LEFT
                    && needed.nextSetBit(leftWidth) < 0
                    && hasOnePartner(join, leftWidth)) {
                return leftOnly(join, Map.of(), apply(join.getLeft(), needed.get(0, leftWidth)));
            }
            if (join.getJoinType() == JoinRelType.INNER) {
                Map<Integer, Integer> keys = referredKeys(join, leftWidth);
                if (keys != null && needed.stream().allMatch(i -> i < leftWidth || keys.containsKey(i))) {
                    return alongForeignKey(join, keys, needed, leftWidth);
                }
            }
        }
        BitSet all = with(needed, List.of(join.getCondition()));
        int width = leftWidth + join.getRight().getRowType().getFieldCount();
        RelNode left = apply(join.getLeft(), all.get(0, leftWidth));
        RelNode right = apply(join.getRight(), all.get(leftWidth, width));
        return left == join.getLeft() && right == join.getRight()
                ? join
                : join.copy(join.getTraitSet(), List.of(left, right));
    }

    private static boolean hasOnePartner(Join join, int leftWidth) {
        BitSet columns = new BitSet();
        equalities(join, leftWidth).keySet().forEach(column -> columns.set(column - leftWidth));
        return UniqueColumns.of(join.getRight()).stream().anyMatch(key -> {
            BitSet missing = (BitSet) key.clone();
            missing.andNot(columns);
            return missing.isEmpty();
        });
    }

    /// The columns of the right side that must equal one of the left, and that one.
    private static Map<Integer, Integer> equalities(Join join, int leftWidth) {
        Map<Integer, Integer> equal = new HashMap<>();
        for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
            if (term.getKind() == SqlKind.EQUALS
                    && ((RexCall) term).getOperands().get(0) instanceof RexInputRef first
                    && ((RexCall) term).getOperands().get(1) instanceof RexInputRef second
                    && first.getIndex() < leftWidth != second.getIndex() < leftWidth) {
                int left = Math.min(first.getIndex(), second.getIndex());
                equal.put(Math.max(first.getIndex(), second.getIndex()), left);
            }
        }
        return equal;
    }

    /// Whether each row of the left side has a partner for sure, along a foreign key that was checked.
    static boolean keepsLeft(Join join) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        Map<Integer, Integer> keys = join.getVariablesSet().isEmpty() ? referredKeys(join, leftWidth) : null;
        return keys != null
                && keys.values().stream()
                        .noneMatch(column -> join.getLeft()
                                .getRowType()
                                .getFieldList()
                                .get(column)
                                .getType()
                                .isNullable());
    }

    /// What {@link #equalities} says, if that is all that the join asks, and a foreign key of the left side
    /// says that there is such a row.
    private static @Nullable Map<Integer, Integer> referredKeys(Join join, int leftWidth) {
        Map<Integer, Integer> equal = equalities(join, leftWidth);
        TableDefinition referred = table(join.getRight());
        if (referred == null
                || equal.isEmpty()
                || RelOptUtil.conjunctions(join.getCondition()).size() != equal.size()) {
            return null;
        }
        TableDefinition referring = null;
        Map<Integer, Integer> pairs = new HashMap<>();
        @Nullable TableScan source = null;
        for (Map.Entry<Integer, Integer> entry : equal.entrySet()) {
            Origin origin = origin(join.getLeft(), entry.getValue());
            if (origin == null || source != null && origin.scan() != source) {
                return null;
            }
            source = origin.scan();
            referring = table(source);
            if (referring == null || origin.column() >= referring.columns().size()) {
                return null;
            }
            pairs.put(
                    referring.columns().get(origin.column()).id(),
                    referred.columns().get(entry.getKey() - leftWidth).id());
        }
        if (referring == null) {
            return null;
        }
        for (ForeignKey key : referring.foreignKeys()) {
            if (key.validated() && key.referencedTableId() == referred.id() && pairs.equals(pairs(key))) {
                return equal;
            }
        }
        return null;
    }

    private static Map<Integer, Integer> pairs(ForeignKey key) {
        Map<Integer, Integer> pairs = new HashMap<>();
        for (int i = 0; i < key.columnIds().size(); i++) {
            pairs.put(key.columnIds().get(i), key.referencedColumnIds().get(i));
        }
        return pairs;
    }

    private static @Nullable TableDefinition table(RelNode rel) {
        BridgedTable table = rel instanceof TableScan scan ? scan.getTable().unwrap(BridgedTable.class) : null;
        return table == null ? null : table.definition();
    }

    private record Origin(TableScan scan, int column) {}

    /// Where a column comes from, unchanged.
    private static @Nullable Origin origin(RelNode rel, int column) {
        return switch (rel) {
            case TableScan scan -> new Origin(scan, column);
            case Filter filter -> origin(filter.getInput(), column);
            case Sort sort -> origin(sort.getInput(), column);
            case Aggregate aggregate ->
                column < aggregate.getGroupCount() && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                        ? origin(aggregate.getInput(), aggregate.getGroupSet().nth(column))
                        : null;
            case Project project ->
                project.getProjects().get(column) instanceof RexInputRef ref
                        ? origin(project.getInput(), ref.getIndex())
                        : null;
            case Join join -> {
                int leftWidth = join.getLeft().getRowType().getFieldCount();
                yield column < leftWidth ? origin(join.getLeft(), column) : origin(join.getRight(), column - leftWidth);
            }
            default -> null;
        };
    }

    private static RelNode alongForeignKey(Join join, Map<Integer, Integer> keys, BitSet needed, int leftWidth) {
        RexBuilder builder = join.getCluster().getRexBuilder();
        BitSet left = needed.get(0, leftWidth);
        List<RexNode> present = new ArrayList<>();
        for (int column : keys.values()) {
            left.set(column);
            RexNode key = builder.makeInputRef(join.getLeft(), column);
            if (key.getType().isNullable()) {
                present.add(builder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, key));
            }
        }
        RelNode kept = apply(join.getLeft(), left);
        if (!present.isEmpty()) {
            kept = LogicalFilter.create(kept, RexUtil.composeConjunction(builder, present));
        }
        return leftOnly(join, keys, kept);
    }

    /// The row of the join; columns of the right side that are no keys are NULL, and nobody reads them.
    private static RelNode leftOnly(Join join, Map<Integer, Integer> keys, RelNode left) {
        RexBuilder builder = join.getCluster().getRexBuilder();
        List<RexNode> columns = new ArrayList<>();
        List<RelDataType> types = RelOptUtil.getFieldTypeList(join.getRowType());
        for (int i = 0; i < types.size(); i++) {
            RelDataType type = types.get(i);
            Integer key = keys.get(i);
            boolean isLeft = i < left.getRowType().getFieldCount();
            if (isLeft || key != null) {
                RexNode column = builder.makeInputRef(left, isLeft || key == null ? i : key);
                columns.add(column.getType().equals(type) ? column : builder.makeAbstractCast(type, column, false));
            } else {
                RelDataType nullable = join.getCluster().getTypeFactory().createTypeWithNullability(type, true);
                RexNode nothing = builder.makeNullLiteral(nullable);
                columns.add(type.isNullable() ? nothing : builder.makeAbstractCast(type, nothing, false));
            }
        }
        return LogicalProject.create(left, List.of(), columns, join.getRowType().getFieldNames(), Set.of());
    }
}
