package io.colonnade.coordinator.transaction;

import io.colonnade.core.system.Clock;
import io.colonnade.storage.directory.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// Begins the transactions of a database.
///
/// *Thread safety*: any thread.
public final class Transactions {
    private final Database database;
    private final Clock clock;
    private final TransactionIds ids;
    private final RunningLabels labels = new RunningLabels();
    private final AtomicLong lastOpened = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Listed> open = new ConcurrentSkipListMap<>();

    private record Listed(long connection, Transaction transaction) {}

    public Transactions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.ids = new TransactionIds(database.metaLog());
    }

    /// A transaction on the rows of now; with `readOnly` none that writes is let in.
    public Transaction begin(boolean readOnly) {
        return new Transaction(database, ids, labels, readOnly, clock.wallMillis());
    }

    /// The same for a user, who ends it by another statement of this connection.
    public Transaction open(boolean readOnly, long connection) {
        Transaction transaction = begin(readOnly);
        transaction.expectMore();
        Listed listed = new Listed(connection, transaction);
        long id = lastOpened.incrementAndGet();
        open.put(id, listed);
        transaction.atEnd(outcome -> open.remove(id));
        return transaction;
    }

    /// Those that users have open now, the oldest first.
    public List<OpenTransaction> open() {
        List<OpenTransaction> all = new ArrayList<>();
        open.forEach((id, listed) -> {
            Transaction transaction = listed.transaction();
            all.add(new OpenTransaction(
                    id,
                    listed.connection(),
                    transaction.beganMillis(),
                    transaction.isReadOnly(),
                    transaction.isFailed(),
                    transaction.changes()));
        });
        return all;
    }

    /// The id of a commit that is none of these transactions.
    public long nextId() {
        return ids.next();
    }
}
