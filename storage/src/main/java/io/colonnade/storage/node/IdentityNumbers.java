package io.colonnade.storage.node;

import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.meta.MetaLog;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Indexes of identity numbers, set apart in the metadata log many at a time and handed out from memory.
///
/// ```text
/// log      1 ........ 1000 | 1001 ..... 2000 | 2001 ..          a command each
/// memory                          ^ next    ^ end
/// ```
///
/// What is left of a range when the database is closed or killed is a gap. A range is as large as all that
/// was handed out before, from {@link #RESERVED_MIN} to {@link #RESERVED_MAX}, so a load of any size costs
/// few commands and loses no more numbers than it took.
///
/// *Tables that are not committed yet* are not in the log: their numbers count from 1 in memory ({@link
/// #begin}) and their commit says how far they got ({@link #settle}). *Thread safety*: any thread. *Errors*:
/// CONFLICT if the table was dropped, those of the log.
public final class IdentityNumbers {
    /// Numbers of the first range of a table.
    public static final int RESERVED_MIN = 1000;
    /// The most numbers that are set apart beyond what is asked for.
    public static final int RESERVED_MAX = 1 << 20;

    private final MetaLog log;
    private final Map<Long, Range> ranges = new ConcurrentHashMap<>();

    public IdentityNumbers(MetaLog log) {
        this.log = log;
    }

    private static final class Range {
        private long next;
        private long end;
        private long taken;

        Range(long next, long end) {
            this.next = next;
            this.end = end;
        }
    }

    /// The first of `count` indexes of a table that follow one another. No more than `spare` are set apart
    /// beyond them.
    public long take(long tableId, int count, int spare) {
        Range range = range(tableId);
        synchronized (range) {
            reserve(range, tableId, count, spare);
            long first = range.next;
            range.next += count;
            range.taken += count;
            return first;
        }
    }

    private Range range(long tableId) {
        return ranges.computeIfAbsent(tableId, id -> new Range(1, 1));
    }

    private void reserve(Range range, long tableId, int count, int spare) {
        while (range.end - range.next < count) {
            long missing = count - (range.end - range.next);
            long more = Math.clamp(range.taken, Math.min(RESERVED_MIN, spare), Math.min(RESERVED_MAX, spare));
            int wanted = Math.toIntExact(Math.max(missing, more));
            long first =
                    log.submit(new MetaCommand.ReserveIdentity(tableId, wanted)).firstId();
            if (first != range.end) {
                range.next = first;
            }
            range.end = first + wanted;
        }
    }

    /// Counts the numbers of a table that a transaction creates, for that transaction.
    public void begin(long tableId) {
        ranges.put(tableId, new Range(1, Long.MAX_VALUE));
    }

    /// The index that follows all that were handed out for a table since {@link #begin}.
    public long next(long tableId) {
        Range range = range(tableId);
        synchronized (range) {
            return range.next;
        }
    }

    /// The table is about to be committed, with {@link #next}: what follows comes from the log.
    public void settle(long tableId) {
        Range range = range(tableId);
        synchronized (range) {
            range.end = range.next;
        }
    }

    /// The table was not committed, or another one takes its id.
    public void forget(long tableId) {
        ranges.remove(tableId);
    }
}
