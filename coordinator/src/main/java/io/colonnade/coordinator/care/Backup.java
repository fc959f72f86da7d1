package io.colonnade.coordinator.care;

import io.colonnade.coordinator.transaction.HeldSnapshot;
import io.colonnade.core.system.Clock;
import io.colonnade.storage.directory.Database;
import io.colonnade.storage.node.CopyReport;
import java.nio.file.Path;

/// BACKUP TO: makes a directory a database of its own that holds what the snapshot of the statement lists, while
/// others go on.
///
/// Files of segments never change, and the snapshot is pinned, so that none of them is deleted meanwhile: all
/// that has to be done is to link or copy them, and to write down the list. *Threads*: that of the client.
public final class Backup {
    private final Database database;
    private final Clock clock;
    private final Path workingDirectory;

    public Backup(Database database, Clock clock, Path workingDirectory) {
        this.database = database;
        this.clock = clock;
        this.workingDirectory = workingDirectory;
    }

    /// `cancelCheck` throws to stop it. What fails leaves nothing behind.
    public CareRows run(String directory, HeldSnapshot held, Runnable cancelCheck) {
        long started = clock.nanos();
        Path target = CopiedFiles.directory(directory, workingDirectory);
        CopyReport report = database.backup(held.committed(), target, clock.wallMillis(), cancelCheck);
        return CopiedFiles.row(report, clock.nanos() - started);
    }
}
