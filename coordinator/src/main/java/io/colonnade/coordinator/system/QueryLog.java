package io.colonnade.coordinator.system;

import io.colonnade.core.system.Clock;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.QueryStatistics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The statements that run, and the last {@link #FINISHED_MAX} that have ended.
///
/// ```text
/// begin() -> running -> end() -> finished | failed | cancelled
/// ```
///
/// *Thread safety*: any thread.
public final class QueryLog {
    public static final int FINISHED_MAX = 1000;
    private static final int TEXT_MAX = 4000;

    private final Clock clock;

    // Guarded by `this`.
    private final Map<Long, Entry> running = new TreeMap<>();
    private final Deque<QueryRecord> ended = new ArrayDeque<>();
    private long lastId;
    private long lastConnection;

    public QueryLog(Clock clock) {
        this.clock = clock;
    }

    /// What is known of a statement. Times are milliseconds since 1970, `ended` is null while it runs; `rows`
    /// are those of its result, or that it changed.
    public record QueryRecord(
            long id,
            long connection,
            String state,
            String text,
            long started,
            @Nullable Long ended,
            long rows,
            QueryStatistics statistics,
            @Nullable String sqlState,
            @Nullable String error) {}

    /// What a statement that runs tells of itself.
    public interface Probe {
        QueryStatistics statistics();

        long rows();

        void cancel();
    }

    /// A statement that runs.
    public final class Entry {
        private final long id;
        private final long connection;
        private final String text;
        private final long started = clock.wallMillis();
        private volatile Probe probe;

        private Entry(long id, long connection, String text, Probe probe) {
            this.id = id;
            this.connection = connection;
            this.text = text;
            this.probe = probe;
        }

        /// From now on `better` is asked.
        public void tellBy(Probe better) {
            probe = better;
        }

        /// The statement has ended, well if there is no failure. Only the first call counts.
        public void end(@Nullable EngineFailure failure) {
            String state = failure == null
                    ? "finished"
                    : EngineFailure.CANCELLED.equals(failure.sqlState()) ? "cancelled" : "failed";
            QueryRecord last = record(state, clock.wallMillis(), failure);
            synchronized (QueryLog.this) {
                if (running.remove(id) == null) {
                    return;
                }
                ended.addLast(last);
                if (ended.size() > FINISHED_MAX) {
                    ended.removeFirst();
                }
            }
        }

        private QueryRecord record(String state, @Nullable Long end, @Nullable EngineFailure failure) {
            return new QueryRecord(
                    id,
                    connection,
                    state,
                    text,
                    started,
                    end,
                    probe.rows(),
                    probe.statistics(),
                    failure == null ? null : failure.sqlState(),
                    failure == null ? null : failure.getMessage());
        }
    }

    /// The number of a connection that begins.
    public synchronized long newConnection() {
        return ++lastConnection;
    }

    public synchronized Entry begin(long connection, String text, Probe probe) {
        String kept = text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "...";
        Entry entry = new Entry(++lastId, connection, kept, probe);
        running.put(entry.id, entry);
        return entry;
    }

    /// All that is known, the oldest first.
    public List<QueryRecord> records() {
        List<QueryRecord> records;
        List<Entry> entries;
        synchronized (this) {
            records = new ArrayList<>(ended);
            entries = List.copyOf(running.values());
        }
        entries.forEach(entry -> records.add(entry.record("running", null, null)));
        return records;
    }

    /// Stops a statement; false if none of that number runs.
    public boolean cancel(long id) {
        Entry entry;
        synchronized (this) {
            entry = running.get(id);
        }
        if (entry == null) {
            return false;
        }
        entry.probe.cancel();
        return true;
    }
}
