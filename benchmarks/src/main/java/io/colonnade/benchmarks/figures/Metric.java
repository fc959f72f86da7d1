package io.colonnade.benchmarks.figures;

/// The names of the metrics, as they stand in files of figures. The unit is the last word.
public final class Metric {
    /// Of a step of loading, or of all (`all`).
    public static final String LOAD = "load s";

    /// Of a kind of file.
    public static final String DISK = "disk bytes";

    /// Of all files but those that are derived from others.
    public static final String DATA = "data bytes";

    /// Median of the timed runs.
    public static final String WARM = "warm ms";

    /// Mean of the processor time of the whole process in those runs, which Linux counts in ticks of 10 ms.
    public static final String PROCESSOR = "warm processor ms";

    /// The first run of a query after a restart, median of the restarts.
    public static final String FIRST = "first ms";

    /// Opening the database after a restart, inside the process.
    public static final String OPEN = "open ms";

    /// From the start of the process until the database was open.
    public static final String READY = "ready ms";

    /// The most that was resident at once since the process began.
    public static final String PEAK = "peak bytes";

    /// The same before the engine was opened.
    public static final String BARE = "bare JVM bytes";

    /// Resident at the end and belonging to no file.
    public static final String ANONYMOUS = "anonymous bytes";

    /// The limit that a process was opened with.
    public static final String LIMIT = "limit bytes";

    public static final String THROUGHPUT = "queries per second";
    public static final String P50 = "p50 ms";
    public static final String P95 = "p95 ms";
    public static final String P99 = "p99 ms";

    private Metric() {}
}
