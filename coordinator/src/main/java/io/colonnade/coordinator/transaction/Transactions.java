package io.colonnade.coordinator.transaction;

import io.colonnade.core.system.Clock;
import io.colonnade.storage.directory.Database;

/// Begins the transactions of a database.
///
/// *Thread safety*: any thread.
public final class Transactions {
    private final Database database;
    private final Clock clock;
    private final TransactionIds ids;
    private final RunningLabels labels = new RunningLabels();

    public Transactions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.ids = new TransactionIds(database.metaLog());
    }

    /// A transaction on the rows of now; with `readOnly` none that writes is let in.
    public Transaction begin(boolean readOnly) {
        return new Transaction(database, ids, labels, readOnly, clock.wallMillis());
    }

    /// The id of a commit that is none of these transactions.
    public long nextId() {
        return ids.next();
    }
}
