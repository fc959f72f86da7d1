package io.colonnade.coordinator.query;

import io.colonnade.coordinator.care.Backup;
import io.colonnade.coordinator.care.CareRows;
import io.colonnade.coordinator.care.CopiedFiles;
import io.colonnade.coordinator.care.HealthReport;
import io.colonnade.coordinator.care.Restore;
import io.colonnade.coordinator.result.TypeNames;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.statement.Figures;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.coordinator.transaction.HeldSnapshot;
import io.colonnade.coordinator.transaction.Transaction;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.planner.statement.Statement;
import java.util.List;

/// Runs a statement of care to its end, on the thread of the client.
final class CareExecution {
    private final Engine engine;
    private final StatementControl control;
    private final Transaction transaction;

    CareExecution(Engine engine, StatementControl control, Transaction transaction) {
        this.engine = engine;
        this.control = control;
        this.transaction = transaction;
    }

    /// What a statement answers.
    static List<ColumnDescription> columns(Statement.Care statement) {
        List<CareRows.CareColumn> columns = switch (statement) {
            case Statement.Backup backup -> CopiedFiles.COLUMNS;
            case Statement.Restore restore -> CopiedFiles.COLUMNS;
            case Statement.ShowHealth show -> HealthReport.COLUMNS;
        };
        return columns.stream()
                .map(column -> ColumnDescription.of(column.name(), TypeNames.of(column.type()), column.nullable()))
                .toList();
    }

    RowsResult run(Statement.Care statement, HeldSnapshot held) throws InterruptedException {
        CareRows rows = switch (statement) {
            case Statement.Backup backup -> {
                transaction.checkAlone("BACKUP");
                yield new Backup(engine.database(), engine.clock(), engine.workingDirectory())
                        .run(backup.directory(), held, control::check);
            }
            case Statement.Restore restore -> {
                transaction.checkWritable();
                transaction.checkAlone("RESTORE");
                yield new Restore(engine.database(), engine.compaction(), engine.clock(), engine.workingDirectory())
                        .run(restore.directory(), control::check);
            }
            case Statement.ShowHealth show -> new HealthReport(engine.database()).rows();
        };
        return new RowsResult(columns(statement), rows, Figures.sum(List.of(), List.of(), control));
    }
}
