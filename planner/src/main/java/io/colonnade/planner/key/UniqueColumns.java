package io.colonnade.planner.key;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.planner.algebra.Shared;
import io.colonnade.planner.validate.CatalogBridge.BridgedTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/// Which columns of a relational expression no two rows share: those of primary keys, which are enforced, and
/// the keys of groups. A join with one partner at most leaves them unique.
public final class UniqueColumns {
    /// More keys of one expression than this are of no use to anybody.
    private static final int KEYS_MAX = 4;

    private UniqueColumns() {}

    public static List<BitSet> of(RelNode rel) {
        return switch (rel) {
            case TableScan scan -> {
                BridgedTable table = scan.getTable().unwrap(BridgedTable.class);
                yield table == null ? List.of() : primaryKey(table.definition());
            }
            case Filter filter -> of(filter.getInput());
            case Sort sort -> of(sort.getInput());
            case Join join
            when join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI -> of(join.getLeft());
            case Join join -> joined(join);
            case Shared shared -> of(shared.getInput());
            case Project project -> projected(project);
            case Aggregate aggregate
            when aggregate.getGroupType() == Aggregate.Group.SIMPLE
                    && !aggregate.getGroupSet().isEmpty() -> {
                BitSet key = new BitSet();
                key.set(0, aggregate.getGroupCount());
                yield List.of(key);
            }
            default -> List.of();
        };
    }

    private static List<BitSet> primaryKey(TableDefinition table) {
        if (table.primaryKey().isEmpty()) {
            return List.of();
        }
        BitSet key = new BitSet();
        table.primaryKey().forEach(id -> key.set(table.position(id)));
        return List.of(key);
    }

    private static List<BitSet> joined(Join join) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        List<BitSet> left = of(join.getLeft());
        List<BitSet> right =
                of(join.getRight()).stream().map(key -> moved(key, leftWidth)).toList();
        BitSet compared = new BitSet();
        for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
            int @Nullable [] sides = plainEquality(term);
            if (sides != null && sides[0] < leftWidth != sides[1] < leftWidth) {
                compared.set(sides[0]);
                compared.set(sides[1]);
            }
        }
        List<BitSet> keys = new ArrayList<>();
        // Rows without a partner are there once, with NULLs that other rows may have, too.
        if (join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.LEFT) {
            addIfOnePartner(left, right, compared, keys);
        }
        if (join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.RIGHT) {
            addIfOnePartner(right, left, compared, keys);
        }
        boolean pairs = join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.LEFT;
        if (keys.isEmpty() && pairs && !left.isEmpty() && !right.isEmpty()) {
            BitSet both = (BitSet) left.getFirst().clone();
            both.or(right.getFirst());
            keys.add(both);
        }
        return keys.size() > KEYS_MAX ? keys.subList(0, KEYS_MAX) : keys;
    }

    private static void addIfOnePartner(List<BitSet> own, List<BitSet> others, BitSet compared, List<BitSet> keys) {
        if (others.stream().anyMatch(key -> key.stream().allMatch(compared::get))) {
            keys.addAll(own);
        }
    }

    private static BitSet moved(BitSet key, int by) {
        BitSet moved = new BitSet();
        key.stream().forEach(i -> moved.set(i + by));
        return moved;
    }

    /// The columns of an equality of two columns as they are.
    private static int @Nullable [] plainEquality(RexNode term) {
        return term instanceof RexCall call
                        && call.getKind() == SqlKind.EQUALS
                        && call.getOperands().get(0) instanceof RexInputRef left
                        && call.getOperands().get(1) instanceof RexInputRef right
                ? new int[] {left.getIndex(), right.getIndex()}
                : null;
    }

    private static List<BitSet> projected(Project project) {
        List<BitSet> keys = new ArrayList<>();
        for (BitSet unique : of(project.getInput())) {
            BitSet key = (BitSet) unique.clone();
            BitSet moved = new BitSet();
            for (int i = 0; i < project.getProjects().size(); i++) {
                if (project.getProjects().get(i) instanceof RexInputRef ref && key.get(ref.getIndex())) {
                    moved.set(i);
                    key.clear(ref.getIndex());
                }
            }
            if (key.isEmpty()) {
                keys.add(moved);
            }
        }
        return keys;
    }
}
