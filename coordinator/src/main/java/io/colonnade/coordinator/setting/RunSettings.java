package io.colonnade.coordinator.setting;

import io.colonnade.core.catalog.TableDefinition;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/// How a session wants its statements to run: rows of a page at most, drivers of a pipeline, and the memory that a
/// query may take on a node, Long.MAX_VALUE for all that the engine has; with `spill`, queries write to disk before
/// memory is short. A statement may run for `timeoutMillis`, 0 for no limit; names without a schema are those of
/// `schema`; moments are read and shown as clocks of `timeZone` do.
/// `client` are the {@link ClientSettings} that were set.
public record RunSettings(
        int pageRows,
        int threads,
        long memoryBytes,
        boolean spill,
        long timeoutMillis,
        String schema,
        ZoneId timeZone,
        Map<String, String> client) {
    public RunSettings {
        client = Map.copyOf(client);
    }

    /// No timeout, and the schema that is there in every database.
    public RunSettings(int pageRows, int threads, long memoryBytes, boolean spill) {
        this(pageRows, threads, memoryBytes, spill, 0, TableDefinition.DEFAULT_SCHEMA, ZoneOffset.UTC, Map.of());
    }

    RunSettings withPageRows(int rows) {
        return new RunSettings(rows, threads, memoryBytes, spill, timeoutMillis, schema, timeZone, client);
    }

    RunSettings withThreads(int count) {
        return new RunSettings(pageRows, count, memoryBytes, spill, timeoutMillis, schema, timeZone, client);
    }

    RunSettings withMemoryBytes(long bytes) {
        return new RunSettings(pageRows, threads, bytes, spill, timeoutMillis, schema, timeZone, client);
    }

    RunSettings withSpill(boolean early) {
        return new RunSettings(pageRows, threads, memoryBytes, early, timeoutMillis, schema, timeZone, client);
    }

    RunSettings withTimeoutMillis(long millis) {
        return new RunSettings(pageRows, threads, memoryBytes, spill, millis, schema, timeZone, client);
    }

    public RunSettings withSchema(String name) {
        return new RunSettings(pageRows, threads, memoryBytes, spill, timeoutMillis, name, timeZone, client);
    }

    RunSettings withTimeZone(ZoneId zone) {
        return new RunSettings(pageRows, threads, memoryBytes, spill, timeoutMillis, schema, zone, client);
    }

    RunSettings withClient(String name, String value) {
        Map<String, String> values = new HashMap<>(client);
        values.put(name, value);
        return new RunSettings(pageRows, threads, memoryBytes, spill, timeoutMillis, schema, timeZone, values);
    }
}
