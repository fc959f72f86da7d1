package io.colonnade.coordinator.care;

import io.colonnade.coordinator.compaction.Compaction;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.Clock;
import io.colonnade.storage.directory.Database;
import io.colonnade.storage.node.CopyReport;
import java.nio.file.Path;

/// RESTORE FROM: makes what a backup holds the content of a database that has no tables, in one commit.
///
/// Nobody else may hold a snapshot when it begins, since segments of tables that were dropped could have the
/// ids, and thus the names of files, of those that come; whoever begins later gets other ids.
public final class Restore {
    private static final long PATIENCE_NANOS = 500_000_000;

    private final Database database;
    private final Compaction compaction;
    private final Clock clock;
    private final Path workingDirectory;

    public Restore(Database database, Compaction compaction, Clock clock, Path workingDirectory) {
        this.database = database;
        this.compaction = compaction;
        this.clock = clock;
        this.workingDirectory = workingDirectory;
    }

    /// `cancelCheck` throws to stop it; after the commit it does no more.
    public CareRows run(String directory, Runnable cancelCheck) throws InterruptedException {
        long started = clock.nanos();
        Path source = CopiedFiles.directory(directory, workingDirectory);
        return CopiedFiles.row(restore(source, cancelCheck), clock.nanos() - started);
    }

    /// What holds a snapshot may be a merge of a table that was dropped, or a query whose end its client knows, but
    /// which has not let go yet: neither is the user's business, so it looks again for a moment.
    private CopyReport restore(Path source, Runnable cancelCheck) throws InterruptedException {
        long deadline = clock.nanos() + PATIENCE_NANOS;
        while (true) {
            try {
                return database.restore(source, cancelCheck);
            } catch (EngineException e) {
                if (e.code() != ErrorCode.DATABASE_IN_USE || clock.nanos() - deadline > 0) {
                    throw e;
                }
            }
            compaction.awaitMerges();
            cancelCheck.run();
        }
    }
}
