package io.colonnade.storage.directory;

import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.meta.MetaLog;

/// Segment ids, set apart in the metadata log by the hundred.
final class IdRange {
    private static final int COUNT = 100;

    private final MetaLog log;
    private long next;
    private long end;

    IdRange(MetaLog log) {
        this.log = log;
    }

    /// Runs something that sets ids apart for others; those that are left here of before are not used any more.
    synchronized void restart(Runnable reserving) {
        reserving.run();
        next = end;
    }

    synchronized long next() {
        if (next == end) {
            next = log.submit(new MetaCommand.ReserveIds(MetaCommand.IdKind.SEGMENT, COUNT))
                    .firstId();
            end = next + COUNT;
        }
        return next++;
    }
}
