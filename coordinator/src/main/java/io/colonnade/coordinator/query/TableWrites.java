package io.colonnade.coordinator.query;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.storage.meta.MetaCommand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes what a statement did visible by one command of the metadata log, or takes it back.
///
/// *Outcome*: segments are removed only when it is known that no commit lists them; after an error of the log
/// itself they stay, since the commit may have been written.
final class TableWrites {
    private final Engine engine;

    TableWrites(Engine engine) {
        this.engine = engine;
    }

    /// Commits the changes of a statement that only defines.
    void define(PlannedStatement planned, CatalogSnapshot snapshot) {
        if (!planned.changes().isEmpty()) {
            commit(snapshot, planned.changes(), List.of());
        }
    }

    /// Commits what the tasks wrote, and changes with it; answers the rows.
    long commit(PlannedStatement planned, CatalogSnapshot snapshot, List<TaskReport> reports) {
        TableDefinition table = target(planned);
        List<SegmentEntry> written = written(reports);
        if (!written.isEmpty() || !planned.changes().isEmpty()) {
            try {
                commit(snapshot, planned.changes(), written);
            } catch (EngineException e) {
                if (e.code() != ErrorCode.IO) {
                    discard(reports);
                }
                throw e;
            }
        }
        boolean replicated = table.distribution() instanceof Distribution.Replicated;
        int first = engine.nodes().data().getFirst();
        return written.stream()
                .filter(entry -> !replicated || entry.node() == first)
                .mapToLong(SegmentEntry::rowCount)
                .sum();
    }

    private void commit(CatalogSnapshot snapshot, List<CatalogChange> changes, List<SegmentEntry> adds) {
        engine.database()
                .metaLog()
                .submit(new MetaCommand.Commit(engine.transactions().next(), snapshot.version(), changes, adds));
    }

    /// Removes what tasks wrote before another one failed.
    void discard(List<TaskReport> reports) {
        for (TaskReport report : reports) {
            if (!report.written().isEmpty()) {
                engine.database().node(report.id().node()).discard(report.written());
            }
        }
    }

    private static List<SegmentEntry> written(List<TaskReport> reports) {
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
