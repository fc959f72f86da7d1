package io.colonnade.benchmarks.race;

import java.util.List;

/// How the queries are asked.
///
/// @param restarts processes of each engine that ask every query once
/// @param warmups rounds before those that count
/// @param runs rounds that count
/// @param phases one after the other
/// @param queries only these; empty: all
/// @param seed of the literals
/// @param varied whether literals change from round to round
/// @param inserting whether a row goes into the fact table before each round
/// @param evicting whether the files leave the page cache before each restart
public record RunSetting(
        int restarts,
        int warmups,
        int runs,
        List<Phase> phases,
        List<String> queries,
        long seed,
        boolean varied,
        boolean inserting,
        boolean evicting) {
    public RunSetting {
        phases = List.copyOf(phases);
        queries = List.copyOf(queries);
    }
}
