package io.colonnade.coordinator.statement;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.NodeFigures;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.plan.DeleteNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.segment.PositionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// What the tasks of a statement say of the rows that it changes.
public final class ChangedRows {
    private ChangedRows() {}

    /// The rows to delete, of all tasks together. *Errors*: CARDINALITY_VIOLATION if two tasks met the same row.
    public static List<MetaCommand.Deletion> deletions(List<TaskReport> reports, TableDefinition table) {
        Map<Long, PositionSet> bySegment = new TreeMap<>();
        Map<Long, DeletedRows> known = new TreeMap<>();
        for (TaskReport report : reports) {
            for (TaskReport.Deleted deleted : report.deleted()) {
                PositionSet positions = PositionSet.of(deleted.rows());
                PositionSet before = bySegment.putIfAbsent(deleted.segmentId(), positions);
                if (before == null) {
                    known.put(deleted.segmentId(), deleted.rows());
                } else if (before.addAll(positions) == 0) {
                    known.put(deleted.segmentId(), before.toDeletedRows());
                } else {
                    throw new EngineException(
                            ErrorCode.CARDINALITY_VIOLATION,
                            "a row of \"" + table.name() + "\" would be changed twice by one statement",
                            null,
                            "make sure that at most one row of the source belongs to each row of the table",
                            null);
                }
            }
        }
        List<MetaCommand.Deletion> deletions = new ArrayList<>();
        known.forEach((segment, rows) -> deletions.add(new MetaCommand.Deletion(table.id(), segment, rows)));
        return deletions;
    }

    /// The node of the plan that deletes, if there is one.
    public static OptionalInt deleteNode(PlannedStatement planned) {
        return planned.fragments().stream()
                .map(PlanFragment::root)
                .mapToInt(ChangedRows::deleteNode)
                .filter(id -> id >= 0)
                .findFirst();
    }

    private static int deleteNode(PlanNode node) {
        return node instanceof DeleteNode
                ? node.id()
                : node.inputs().stream()
                        .mapToInt(ChangedRows::deleteNode)
                        .filter(id -> id >= 0)
                        .findFirst()
                        .orElse(-1);
    }

    /// How many rows came to node `id` of the plan, on all nodes or on one.
    public static long rowsInto(int id, List<TaskReport> reports, OptionalInt onlyNode) {
        return reports.stream()
                .filter(report -> onlyNode.isEmpty() || report.id().node() == onlyNode.getAsInt())
                .flatMap(report -> report.figures().stream())
                .filter(figures -> figures.nodeId() == id)
                .mapToLong(NodeFigures::rowsIn)
                .sum();
    }
}
