package io.colonnade.benchmarks.worker;

import io.colonnade.benchmarks.Engine;
import io.colonnade.benchmarks.literals.Literals;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Clients that ask the queries of a schema one after the other, each on a connection of its own and each
/// with other literals, until the time is over.
record Clients(Engine engine, SampleSchema schema, Literals literals) {
    private static final double WARM_UP_SHARE = 0.25;
    private static final int WARM_UP_ROUNDS = 4;

    /// Milliseconds of each query that began after a quarter of the time was over, in no order.
    double[] run(int clients, double seconds) throws Exception {
        List<SampleQuery> queries = schema.queries();
        warmUp(queries);
        long start = System.nanoTime();
        long begin = start + (long) (seconds * WARM_UP_SHARE * 1e9);
        long end = begin + (long) (seconds * 1e9);
        List<Double> all = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<List<Double>>> futures = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int number = client;
                futures.add(threads.submit(() -> client(number, queries, begin, end)));
            }
            for (Future<List<Double>> future : futures) {
                all.addAll(future.get());
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// Every query a few times, so that no client finds cold code however slow the machine is.
    private void warmUp(List<SampleQuery> queries) throws SQLException {
        try (Connection connection = engine.newConnection()) {
            for (int turn = 0; turn < WARM_UP_ROUNDS * queries.size(); turn++) {
                ask(connection, literals.vary(queries.get(turn % queries.size()), -turn));
            }
        }
    }

    private static void ask(Connection connection, SampleQuery query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query.sql())) {
            while (result.next()) {
                result.getObject(1);
            }
        }
    }

    private List<Double> client(int number, List<SampleQuery> queries, long begin, long end) throws SQLException {
        List<Double> millis = new ArrayList<>();
        try (Connection connection = engine.newConnection()) {
            for (int turn = number; System.nanoTime() < end; turn++) {
                SampleQuery query = literals.vary(queries.get(turn % queries.size()), number * 100_000 + turn);
                long start = System.nanoTime();
                ask(connection, query);
                long now = System.nanoTime();
                if (start >= begin && now <= end) {
                    millis.add((now - start) / 1e6);
                }
            }
        }
        return millis;
    }
}
