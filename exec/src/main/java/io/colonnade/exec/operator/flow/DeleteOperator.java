package io.colonnade.exec.operator.flow;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.DeleteNode;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Operator;
import io.colonnade.exec.task.TaskContext;
import io.colonnade.storage.segment.PositionSet;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects the rows to delete and passes their other columns on.
///
/// *Report*: each driver keeps a set per segment; the last one to finish reports their union.
public final class DeleteOperator implements Operator {
    private final DeleteNode node;
    private final Shared shared;
    private final Scratch scratch;
    private final Map<Long, PositionSet> own = new HashMap<>();
    private long lastSegment = -1;
    private PositionSet last = PositionSet.empty();

    /// What the drivers of a task have in common.
    private static final class Shared {
        private final DeleteNode node;
        private final TaskContext task;
        private final Map<Long, PositionSet> all = new HashMap<>();

        Shared(DeleteNode node, TaskContext task) {
            this.node = node;
            this.task = task;
        }

        /// Reports what is new; tells the same row of two drivers apart from two rows.
        synchronized void add(Map<Long, PositionSet> found) {
            List<TaskReport.Deleted> report = new ArrayList<>();
            found.forEach((segment, positions) -> {
                PositionSet before = all.computeIfAbsent(segment, id -> PositionSet.empty());
                if (before.addAll(positions) > 0) {
                    throw twice(node);
                }
                DeletedRows rows = positions.toDeletedRows();
                report.add(new TaskReport.Deleted(node.tableId(), segment, rows));
            });
            task.addDeleted(report);
        }
    }

    private DeleteOperator(DeleteNode node, Shared shared, DriverContext driver) {
        this.node = node;
        this.shared = shared;
        this.scratch = new Scratch(driver.memory());
    }

    public static Factory factory(DeleteNode node, TaskContext task) {
        Shared shared = new Shared(node, task);
        return driver -> new DeleteOperator(node, shared, driver);
    }

    @Override
    public void accept(Page page, Downstream downstream) {
        scratch.reset();
        Column.Plain segments = Flatten.plain(page.column(node.segment()), page.selection(), scratch);
        Column.Plain rows = Flatten.plain(page.column(node.row()), page.selection(), scratch);
        for (int i = 0; i < page.rows(); i++) {
            if (!segments.isNull(i)) {
                note(
                        segments.values().get(ValueLayout.JAVA_LONG_UNALIGNED, i * 8L),
                        rows.values().get(ValueLayout.JAVA_LONG_UNALIGNED, i * 8L));
            }
        }
        Column[] columns = new Column[node.outputs().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = page.column(node.outputs().get(i));
        }
        downstream.accept(new Page(page.length(), columns, page.selection()));
    }

    private void note(long segment, long row) {
        if (segment != lastSegment) {
            last = own.computeIfAbsent(segment, id -> PositionSet.empty());
            lastSegment = segment;
        }
        if (!last.add(Math.toIntExact(row))) {
            throw twice(node);
        }
    }

    private static EngineException twice(DeleteNode node) {
        return new EngineException(
                ErrorCode.CARDINALITY_VIOLATION,
                "a row of \"" + node.tableName() + "\" would be changed twice by one statement",
                null,
                "make sure that at most one row of the source belongs to each row of the table",
                null);
    }

    @Override
    public void finish(Downstream downstream) {
        shared.add(own);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
