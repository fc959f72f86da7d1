package io.colonnade.benchmarks.race;

import io.colonnade.benchmarks.worker.EngineKind;
import io.colonnade.benchmarks.worker.EngineProcess;
import java.io.IOException;
import java.sql.SQLException;

/// How much memory the queries take when there is plenty: what the process of the last engine (the one
/// compared with) had resident at most, above its bare JVM, when it had asked every query once.
final class WorkingSet {
    /// Below this, engines do not work, and nothing can be learned.
    private static final long LIMIT_MIN = 64L << 20;

    private static final int PARTS = 4;

    private WorkingSet() {}

    /// A quarter of it in bytes, at least 64 MiB.
    static long quarter(Databases databases, Asking asking, int threads) throws IOException, SQLException {
        EngineKind reference = databases.setting().engines().getLast();
        try (EngineProcess process = databases.start(reference, threads, "")) {
            Asking.ask(process, asking.next());
            long bytes = process.memory().peak() - process.bare().peak();
            return Math.max(LIMIT_MIN, bytes / PARTS);
        }
    }
}
