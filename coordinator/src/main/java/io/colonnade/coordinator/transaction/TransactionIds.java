package io.colonnade.coordinator.transaction;

import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.meta.MetaLog;

/// Ids for transactions, reserved in the metadata log many at a time.
///
/// *Thread safety*: any thread.
public final class TransactionIds {
    private static final int BATCH = 1000;

    private final MetaLog log;
    private long next;
    private long end;

    public TransactionIds(MetaLog log) {
        this.log = log;
    }

    synchronized long next() {
        if (next == end) {
            next = log.submit(new MetaCommand.ReserveIds(MetaCommand.IdKind.TRANSACTION, BATCH))
                    .firstId();
            end = next + BATCH;
        }
        return next++;
    }
}
