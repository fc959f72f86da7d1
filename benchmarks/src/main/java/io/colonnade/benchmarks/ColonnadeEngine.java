package io.colonnade.benchmarks;

import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Colonnade, embedded, on a directory or in memory.
public final class ColonnadeEngine implements Engine {
    /// For `memory`: each query has a tenth of what it takes when there is plenty.
    public static final String TENTH = "tenth";

    private static final int TENTH_DIVISOR = 10;
    private static final String SEGMENTS = "segments";
    private static final String IMAGES = "images";
    private static final String OTHER = "log and catalog";

    private final @Nullable Path directory;
    private final String url;
    private final boolean isShort;
    private final Connection connection;
    private final Map<String, Connection> shortConnections = new HashMap<>();

    /// `memory` is the engine's off-heap budget such as `2GiB`, or {@link #TENTH}, or empty for its default.
    public ColonnadeEngine(Path directory, int nodes, int threads, String memory) throws SQLException {
        this.directory = directory;
        this.isShort = memory.equals(TENTH);
        this.url = "jdbc:colonnade:file:" + directory + "?nodes=" + nodes + "&threads=" + threads
                + (memory.isEmpty() || isShort ? "" : "&memory=" + memory);
        this.connection = DriverManager.getConnection(url);
    }

    private ColonnadeEngine(String url) throws SQLException {
        this.directory = null;
        this.isShort = false;
        this.url = url;
        this.connection = DriverManager.getConnection(url);
    }

    public static ColonnadeEngine inMemory(int threads) throws SQLException {
        return new ColonnadeEngine("jdbc:colonnade:mem:?threads=" + threads);
    }

    @Override
    public String name() {
        return "colonnade";
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Connection connection(SampleQuery query) throws SQLException {
        if (!isShort) {
            return connection;
        }
        Connection known = shortConnections.get(query.name());
        if (known == null) {
            long limit = new SmallMemory(url).limit(query, TENTH_DIVISOR);
            known = DriverManager.getConnection(url + "&query_memory=" + limit);
            shortConnections.put(query.name(), known);
        }
        return known;
    }

    @Override
    public Loading load(SampleSchema schema, DataFolder folder, boolean sorted) throws SQLException {
        List<Loading.Step> steps = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String create : schema.createStatements()) {
                statement.execute(sorted ? create : create.replaceAll("(?i)\\bORDER BY \\([^)]*\\)", ""));
            }
            for (String table : folder.rowCounts().keySet().stream().sorted().toList()) {
                long start = System.nanoTime();
                statement.execute(folder.copyStatement(table));
                steps.add(new Loading.Step("COPY " + table, (System.nanoTime() - start) / 1e9));
            }
        }
        return new Loading(steps);
    }

    @Override
    public Connection newConnection() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    public Map<String, Long> diskUse() throws IOException {
        Map<String, Long> bytes = new TreeMap<>();
        if (directory == null) {
            return bytes;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                String kind = name.endsWith(".parquet") ? SEGMENTS : name.endsWith(".image") ? IMAGES : OTHER;
                bytes.merge(kind, Files.size(file), Long::sum);
            }
        }
        return bytes;
    }

    @Override
    public Set<String> dataKinds() {
        return Set.of(SEGMENTS, OTHER);
    }

    @Override
    public String version() {
        return "Colonnade in this tree";
    }

    @Override
    public void close() throws SQLException {
        for (Connection limited : shortConnections.values()) {
            limited.close();
        }
        connection.close();
    }
}
