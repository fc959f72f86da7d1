package io.colonnade.coordinator.write;

import io.colonnade.coordinator.key.ReferenceCheck;
import io.colonnade.coordinator.statement.ChangedRows;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.transaction.KeyChecks;
import io.colonnade.coordinator.transaction.StatementChanges;
import io.colonnade.coordinator.transaction.Transaction;
import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.storage.meta.LoadLabel;
import io.colonnade.storage.meta.MetaCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Hands what a statement did to its transaction, or takes it back.
public final class TableWrites {
    private final Engine engine;
    private final Transaction transaction;
    private final KeyChecks keys;

    public TableWrites(Engine engine, Transaction transaction, KeyChecks keys) {
        this.engine = engine;
        this.transaction = transaction;
        this.keys = keys;
    }

    /// Stages the changes of a statement that only defines; foreign keys that become valid are checked before.
    public void define(PlannedStatement planned, ReferenceCheck references) throws InterruptedException {
        for (CatalogChange change : planned.changes()) {
            references.check(change, transaction.snapshot());
        }
        transaction.stage(changes(planned, List.of()), keys);
    }

    private static StatementChanges changes(PlannedStatement planned, List<SegmentEntry> written) {
        return new StatementChanges(planned.changes(), written, List.of(), List.of(), Set.of(), null);
    }

    /// Stages that all rows of a table go.
    public void truncate(PlannedStatement planned, CatalogSnapshot snapshot) throws InterruptedException {
        transaction.stage(
                StatementChanges.removal(snapshot.segments(target(planned).id())), keys);
    }

    /// Stages the rows that a statement deleted and those that it wrote in their place; answers how many it
    /// changed.
    public long change(PlannedStatement planned, List<TaskReport> reports) throws InterruptedException {
        TableDefinition table = target(planned);
        List<MetaCommand.Deletion> deletions;
        try {
            deletions = ChangedRows.deletions(reports, table);
        } catch (EngineException e) {
            discard(reports);
            throw e;
        }
        transaction.stage(StatementChanges.rows(written(reports), deletions), keys);
        boolean replicated = table.distribution() instanceof Distribution.Replicated;
        boolean copies = replicated && engine.nodes().data().size() > 1;
        OptionalInt node = copies ? OptionalInt.of(engine.nodes().data().getFirst()) : OptionalInt.empty();
        OptionalInt deletes = ChangedRows.deleteNode(planned);
        return deletes.isEmpty() ? 0 : ChangedRows.rowsInto(deletes.getAsInt(), reports, node);
    }

    /// Stages what the tasks wrote, and changes with it; answers the rows. `checkedKeys` names the foreign
    /// keys that hold for all of them; `label` makes the load's label of them, or null.
    long stage(
            PlannedStatement planned,
            List<SegmentEntry> written,
            Set<String> checkedKeys,
            LongFunction<@Nullable LoadLabel> label)
            throws InterruptedException {
        TableDefinition table = target(planned);
        boolean replicated = table.distribution() instanceof Distribution.Replicated;
        int first = engine.nodes().data().getFirst();
        long rows = written.stream()
                .filter(entry -> !replicated || entry.node() == first)
                .mapToLong(SegmentEntry::liveRows)
                .sum();
        Map<Boolean, List<SegmentEntry>> live =
                written.stream().collect(Collectors.partitioningBy(entry -> entry.liveRows() > 0));
        transaction.discard(live.getOrDefault(false, List.of()));
        StatementChanges changes =
                changes(planned, live.getOrDefault(true, List.of())).withCheckedKeys(checkedKeys);
        LoadLabel name = label.apply(rows);
        transaction.stage(name == null ? changes : changes.withLabel(name), keys);
        return rows;
    }

    /// Takes back what tasks wrote before another one failed.
    void discard(List<TaskReport> reports) {
        transaction.discard(written(reports));
    }

    static List<SegmentEntry> written(List<TaskReport> reports) {
        List<SegmentEntry> all = new ArrayList<>();
        reports.forEach(report -> all.addAll(report.written()));
        return all;
    }

    private static TableDefinition target(PlannedStatement planned) {
        @Nullable TableDefinition target = planned.target();
        if (target == null) {
            throw EngineException.internal("the plan of a write names no table");
        }
        return target;
    }
}
