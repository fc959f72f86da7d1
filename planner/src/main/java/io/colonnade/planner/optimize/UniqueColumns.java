package io.colonnade.planner.optimize;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.planner.validate.CatalogBridge.BridgedTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;

/// Which columns of a relational expression no two rows share: those of primary keys, which are enforced, and
/// the keys of groups.
final class UniqueColumns {
    private UniqueColumns() {}

    static List<BitSet> of(RelNode rel) {
        return switch (rel) {
            case TableScan scan -> {
                BridgedTable table = scan.getTable().unwrap(BridgedTable.class);
                yield table == null ? List.of() : primaryKey(table.definition());
            }
            case Filter filter -> of(filter.getInput());
            case Sort sort -> of(sort.getInput());
            case Join join
            when join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI -> of(join.getLeft());
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
