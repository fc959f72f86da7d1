package io.colonnade.benchmarks.command;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.Engine;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.DataFolder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One side-by-side run: loads all engines, takes turns on each query, compares every answer, prints a table.
final class Comparison {
    private final List<Engine> engines;
    private final Progress progress;

    Comparison(List<Engine> engines, Progress progress) {
        this.engines = engines;
        this.progress = progress;
    }

    void load(SampleSchema schema, DataFolder folder, boolean sorted) throws SQLException, IOException {
        for (Engine engine : engines) {
            progress.say(engine.name() + ": loading");
            Engine.Loading loading = engine.load(schema, folder, sorted);
            print("%s: loaded in %.2f s; %s%n", engine.name(), loading.seconds(), engine.diskUse());
            for (Engine.Loading.Step step : loading.steps()) {
                print("    %-24s %8.2f s%n", step.what(), step.seconds());
            }
        }
    }

    /// Whether all answers were equal.
    boolean run(List<SampleQuery> queries, int warmups, int runs) throws SQLException {
        double[][][] millis = new double[queries.size()][engines.size()][runs];
        boolean equal = true;
        for (int round = -warmups; round < runs; round++) {
            progress.say(round < 0 ? "warm-up " + (round + warmups + 1) : "run " + (round + 1));
            for (int query = 0; query < queries.size(); query++) {
                Answer first = null;
                List<Connection> connections = new ArrayList<>();
                for (Engine engine : engines) {
                    connections.add(engine.connection(queries.get(query)));
                }
                for (int engine = 0; engine < engines.size(); engine++) {
                    long start = System.nanoTime();
                    Answer answer =
                            answer(connections.get(engine), queries.get(query).sql());
                    double elapsed = (System.nanoTime() - start) / 1e6;
                    if (round >= 0) {
                        millis[query][engine][round] = elapsed;
                    }
                    if (first == null) {
                        first = answer;
                    }
                    Optional<String> difference = first.difference(answer);
                    if (difference.isPresent()) {
                        equal = false;
                        print("%s differs: %s%n", queries.get(query).name(), difference.get());
                    }
                }
            }
        }
        report(queries, millis);
        print("%s%n", equal ? "all answers equal, in order" : "ANSWERS DIFFER");
        return equal;
    }

    private static Answer answer(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return Answer.of(result);
        }
    }

    private void report(List<SampleQuery> queries, double[][][] millis) {
        StringBuilder head = new StringBuilder("%-8s".formatted("query"));
        engines.forEach(engine -> head.append("%14s".formatted(engine.name() + " ms")));
        print("%n%s%s%n", head, engines.size() > 1 ? "%10s".formatted("ratio") : "");
        List<List<Double>> columns = new ArrayList<>();
        engines.forEach(engine -> columns.add(new ArrayList<>()));
        List<Double> ratios = new ArrayList<>();
        for (int query = 0; query < queries.size(); query++) {
            StringBuilder line =
                    new StringBuilder("%-8s".formatted(queries.get(query).name()));
            for (int engine = 0; engine < engines.size(); engine++) {
                double median = median(millis[query][engine]);
                columns.get(engine).add(median);
                line.append(String.format(Locale.ROOT, "%14.2f", median));
            }
            if (engines.size() > 1) {
                double ratio = columns.getFirst().get(query) / columns.get(1).get(query);
                ratios.add(ratio);
                line.append(String.format(Locale.ROOT, "%10.2f", ratio));
            }
            print("%s%n", line);
        }
        StringBuilder sums = new StringBuilder("%-8s".formatted("sum"));
        StringBuilder means = new StringBuilder("%-8s".formatted("geomean"));
        for (List<Double> column : columns) {
            sums.append(String.format(
                    Locale.ROOT,
                    "%14.2f",
                    column.stream().mapToDouble(Double::doubleValue).sum()));
            means.append(String.format(Locale.ROOT, "%14.2f", geometricMean(column)));
        }
        print("%s%n%s%s%n", sums, means, ratios.isEmpty() ? "" : "%10.2f".formatted(geometricMean(ratios)));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double geometricMean(List<Double> values) {
        return Math.exp(values.stream().mapToDouble(Math::log).average().orElse(0));
    }

    private static void print(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format, arguments);
    }
}
