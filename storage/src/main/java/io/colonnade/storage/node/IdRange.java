package io.colonnade.storage.node;

import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.meta.MetaLog;

/// Segment ids, set apart in the metadata log by the hundred; each process begins with a hundred of its own.
public final class IdRange {
    private static final int COUNT = 100;

    private final MetaLog log;
    private long next;
    private long end;

    public IdRange(MetaLog log) {
        this.log = log;
    }

    /// Runs something that sets ids apart for others; those that are left here of before are not used any more.
    public synchronized void restart(Runnable reserving) {
        reserving.run();
        next = end;
    }

    /// No id up to `last` is given out, since there are files of that name.
    public synchronized void skipTo(long last, long nextInLog) {
        for (long at = nextInLog; at <= last; ) {
            int count = (int) Math.min(Integer.MAX_VALUE, last - at + 1);
            at = log.submit(new MetaCommand.ReserveIds(MetaCommand.IdKind.SEGMENT, count))
                            .firstId()
                    + count;
        }
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
