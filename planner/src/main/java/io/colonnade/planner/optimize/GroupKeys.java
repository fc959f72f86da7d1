package io.colonnade.planner.optimize;

import io.colonnade.planner.key.Dependencies;
import io.colonnade.planner.key.UniqueColumns;
import io.colonnade.planner.type.AggregateOperator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/// Groups by no more columns than tell the groups apart ({@link Dependencies}).
///
/// ```text
/// GROUP BY c_custkey, c_name, n_name    c_custkey; of c_name and n_name any value of the group
/// SELECT DISTINCT c_custkey, c_name     no groups: no two rows are equal anyway
/// ```
final class GroupKeys {
    private GroupKeys() {}

    static RelNode apply(RelNode rel) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : rel.getInputs()) {
            RelNode next = apply(input);
            changed |= next != input;
            inputs.add(next);
        }
        RelNode current = changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
        return current instanceof Aggregate aggregate && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                ? reduced(aggregate)
                : current;
    }

    /// The same rows, grouped by fewer keys if there are any too many.
    static RelNode reduced(Aggregate aggregate) {
        boolean asksForGroups = aggregate.getAggCallList().stream()
                .anyMatch(call -> call.getAggregation().getKind() == SqlKind.GROUPING);
        if (aggregate.getGroupSet().isEmpty() || asksForGroups) {
            return aggregate;
        }
        if (aggregate.getAggCallList().isEmpty() && hasUniqueKey(aggregate)) {
            RexBuilder builder = aggregate.getCluster().getRexBuilder();
            List<RexNode> columns = new ArrayList<>();
            aggregate.getGroupSet().forEachInt(key -> columns.add(builder.makeInputRef(aggregate.getInput(), key)));
            return LogicalProject.create(
                    aggregate.getInput(),
                    List.of(),
                    columns,
                    aggregate.getRowType().getFieldNames(),
                    Set.of());
        }
        BitSet needed = needed(aggregate);
        return needed.cardinality() == aggregate.getGroupCount()
                ? aggregate
                : with(aggregate, ImmutableBitSet.fromBitSet(needed));
    }

    private static boolean hasUniqueKey(Aggregate aggregate) {
        List<BitSet> unique = UniqueColumns.of(aggregate.getInput());
        if (unique.isEmpty()) {
            return false;
        }
        BitSet known = Dependencies.closure(aggregate.getInput(), bits(aggregate.getGroupSet()));
        return unique.stream().anyMatch(key -> key.stream().allMatch(known::get));
    }

    private static BitSet bits(ImmutableBitSet set) {
        BitSet bits = new BitSet();
        set.forEachInt(bits::set);
        return bits;
    }

    /// Keys that determine all others, those dear to group by left out first. One stays, since without any there
    /// is a group where no rows are.
    private static BitSet needed(Aggregate aggregate) {
        BitSet needed = bits(aggregate.getGroupSet());
        List<Integer> candidates = new ArrayList<>(aggregate.getGroupSet().asList());
        candidates.sort(Comparator.comparingInt((Integer key) -> -cost(aggregate
                        .getInput()
                        .getRowType()
                        .getFieldList()
                        .get(key)
                        .getType()))
                .thenComparing(Comparator.reverseOrder()));
        for (int key : candidates) {
            if (needed.cardinality() == 1) {
                break;
            }
            needed.clear(key);
            if (!Dependencies.closure(aggregate.getInput(), needed).get(key)) {
                needed.set(key);
            }
        }
        return needed;
    }

    private static int cost(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, DATE, BOOLEAN -> 0;
            case BIGINT, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 1;
            case VARCHAR, CHAR -> 4;
            default -> type.getSqlTypeName() == SqlTypeName.DECIMAL && type.getPrecision() <= 18 ? 2 : 3;
        };
    }

    private static RelNode with(Aggregate aggregate, ImmutableBitSet kept) {
        RelNode input = aggregate.getInput();
        RexBuilder builder = aggregate.getCluster().getRexBuilder();
        List<AggregateCall> calls = new ArrayList<>(aggregate.getAggCallList());
        int[] positions = new int[aggregate.getRowType().getFieldCount()];
        int field = 0;
        for (int key : aggregate.getGroupSet()) {
            if (kept.get(key)) {
                positions[field] = kept.indexOf(key);
            } else {
                positions[field] = kept.cardinality() + calls.size();
                RelDataType type = input.getRowType().getFieldList().get(key).getType();
                calls.add(AggregateCall.create(
                        SqlParserPos.ZERO,
                        AggregateOperator.SAME_VALUE,
                        false,
                        false,
                        false,
                        List.of(),
                        List.of(key),
                        -1,
                        null,
                        RelCollations.EMPTY,
                        type,
                        aggregate.getRowType().getFieldNames().get(field)));
            }
            field++;
        }
        for (int i = field; i < positions.length; i++) {
            positions[i] = kept.cardinality() + i - field;
        }
        RelNode grouped = LogicalAggregate.create(input, List.of(), kept, null, calls);
        List<RexNode> columns = new ArrayList<>();
        for (int position : positions) {
            columns.add(builder.makeInputRef(grouped, position));
        }
        return LogicalProject.create(
                grouped, List.of(), columns, aggregate.getRowType().getFieldNames(), Set.of());
    }
}
