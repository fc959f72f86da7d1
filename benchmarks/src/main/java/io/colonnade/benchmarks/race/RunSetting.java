package io.colonnade.benchmarks.race;

import java.util.List;

/// How the queries are asked.
///
/// @param restarts processes of each engine that ask every query once
/// @param warmups rounds before those that count
/// @param runs rounds that count
/// @param threads numbers of threads, one after the other
/// @param memories limits, one after the other: empty, `2GiB`, `quarter`, `tenth`
/// @param queries only these; empty: all
/// @param seed of the literals
/// @param varied whether literals change from round to round
/// @param inserting whether a row goes into the fact table before each round
/// @param evicting whether the files leave the page cache before each restart
public record RunSetting(
        int restarts,
        int warmups,
        int runs,
        List<Integer> threads,
        List<String> memories,
        List<String> queries,
        long seed,
        boolean varied,
        boolean inserting,
        boolean evicting) {
    /// A quarter of the working set; see {@link WorkingSet}.
    public static final String QUARTER = "quarter";

    public RunSetting {
        threads = List.copyOf(threads);
        memories = List.copyOf(memories);
        queries = List.copyOf(queries);
    }

    /// How figures of one number of threads and one limit are labelled.
    public static String label(int threads, String memory) {
        return threads + (threads == 1 ? " thread" : " threads") + (memory.isEmpty() ? "" : ", memory " + memory);
    }
}
