package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Eight connections with open transactions, whose statements a seed deals, against a model of snapshot isolation:
/// each sees the rows committed when it began and its own changes, and the first who commits a change of a row wins.
///
/// The connections take turns, so that the model knows what each of them has to see; a turn is one statement.
class SnapshotIsolationTest {
    private static final int CONNECTIONS = 8;
    private static final int KEYS = 24;

    private final Random random = new Random();
    private final TreeMap<Integer, Row> committed = new TreeMap<>();
    private long clock;

    /// A value, and when it was committed. A row keeps its identity until it is changed.
    private record Row(int value, long written) {}

    /// A connection, and in a transaction its view, the rows of its snapshot, and those of them that it changed.
    private static final class Client {
        final Connection connection;

        @Nullable
        TreeMap<Integer, Row> view;

        TreeMap<Integer, Row> snapshot = new TreeMap<>();
        final Set<Integer> changed = new TreeSet<>();
        final Set<Integer> inserted = new TreeSet<>();

        Client(Connection connection) {
            this.connection = connection;
        }
    }

    private @Nullable String run(Client client, String sql) {
        try (Statement statement = client.connection.createStatement()) {
            statement.execute(sql);
            return null;
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private static Map<Integer, Integer> read(Client client) throws SQLException {
        Map<Integer, Integer> rows = new TreeMap<>();
        try (Statement statement = client.connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT k, v FROM t")) {
            while (result.next()) {
                assertThat(rows.put(result.getInt(1), result.getInt(2)))
                        .as("a key twice")
                        .isNull();
            }
        }
        return rows;
    }

    private static Map<Integer, Integer> values(TreeMap<Integer, Row> rows) {
        Map<Integer, Integer> values = new TreeMap<>();
        rows.forEach((key, row) -> values.put(key, row.value()));
        return values;
    }

    private void begin(Client client) {
        if (client.view == null) {
            assertThat(run(client, "BEGIN")).isNull();
            client.view = new TreeMap<>(committed);
            client.snapshot = new TreeMap<>(committed);
            client.changed.clear();
            client.inserted.clear();
        }
    }

    /// A change by one statement, on the keys from `from` to `to`; outside of a transaction it is one of its own.
    private void change(Client client, int kind, int from, int to) {
        boolean alone = client.view == null;
        TreeMap<Integer, Row> view = alone ? new TreeMap<>(committed) : client.view;
        int value = random.nextInt(1000);
        String where = " WHERE k BETWEEN " + from + " AND " + to;
        List<Integer> hit = List.copyOf(view.subMap(from, true, to, true).keySet());
        String expected = null;
        String sql;
        if (kind == 0) {
            sql = "INSERT INTO t VALUES (" + from + ", " + value + ")";
            if (view.containsKey(from)) {
                expected = "23505";
            } else {
                view.put(from, new Row(value, -1));
                client.inserted.add(from);
            }
        } else if (kind == 1) {
            sql = "UPDATE t SET v = v + " + value + where;
            for (int key : hit) {
                view.put(key, new Row(view.get(key).value() + value, -1));
                client.changed.add(key);
                client.inserted.add(key);
            }
        } else {
            sql = "DELETE FROM t" + where;
            for (int key : hit) {
                view.remove(key);
                client.changed.add(key);
            }
        }
        assertThat(run(client, sql)).as(sql).isEqualTo(expected);
        if (alone) {
            if (expected == null) {
                client.snapshot = new TreeMap<>(committed);
                publish(client, view);
            }
            client.changed.clear();
            client.inserted.clear();
        } else if (expected != null) {
            assertThat(run(client, "SELECT 1")).isEqualTo("25P02");
            assertThat(run(client, "ROLLBACK")).isNull();
            client.view = null;
        }
    }

    private void publish(Client client, TreeMap<Integer, Row> view) {
        clock++;
        Set<Integer> touched = new TreeSet<>(client.changed);
        touched.addAll(client.inserted);
        for (int key : touched) {
            Row row = view.get(key);
            if (row == null) {
                committed.remove(key);
            } else {
                committed.put(key, new Row(row.value(), clock));
            }
        }
    }

    private void commit(Client client) {
        TreeMap<Integer, Row> view = client.view;
        if (view == null) {
            return;
        }
        boolean lost = client.changed.stream()
                .filter(client.snapshot::containsKey)
                .anyMatch(key -> !client.snapshot.get(key).equals(committed.get(key)));
        boolean twice = client.inserted.stream()
                .filter(view::containsKey)
                .anyMatch(key -> committed.containsKey(key)
                        && !(client.snapshot.containsKey(key) && client.changed.contains(key)));
        String state = run(client, "COMMIT");
        if (lost || twice) {
            // Which of both is told first does not matter.
            assertThat(state).isIn(lost && twice ? Set.of("40001", "23505") : Set.of(lost ? "40001" : "23505"));
        } else {
            assertThat(state).isNull();
            publish(client, view);
        }
        client.view = null;
    }

    private void step(Client client) throws SQLException {
        int from = random.nextInt(KEYS);
        int to = from + random.nextInt(3);
        switch (random.nextInt(12)) {
            case 0, 1 -> begin(client);
            case 2, 3 -> change(client, 0, from, from);
            case 4, 5 -> change(client, 1, from, to);
            case 6 -> change(client, 2, from, to);
            case 7, 8 -> commit(client);
            case 9 -> {
                if (client.view != null) {
                    assertThat(run(client, "ROLLBACK")).isNull();
                    client.view = null;
                }
            }
            default -> assertThat(read(client)).isEqualTo(values(client.view == null ? committed : client.view));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyReadIsItsSnapshotWithItsOwnChanges(int nodes) throws Exception {
        long seed = Long.getLong("colonnade.isolation.seed", 7);
        int steps = Integer.getInteger("colonnade.isolation.steps", 300);
        random.setSeed(seed);
        List<Client> clients = new ArrayList<>();
        String url = "jdbc:colonnade:mem:isolation" + nodes + "?nodes=" + nodes;
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(new Client(DriverManager.getConnection(url)));
            }
            assertThat(run(clients.getFirst(), "CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER)"))
                    .isNull();
            for (int step = 0; step < steps; step++) {
                try {
                    step(clients.get(random.nextInt(CONNECTIONS)));
                } catch (AssertionError | SQLException e) {
                    throw new AssertionError("seed " + seed + ", step " + step + ", nodes " + nodes, e);
                }
            }
            for (Client client : clients) {
                commit(client);
                assertThat(read(client)).isEqualTo(values(committed));
            }
        } finally {
            for (Client client : clients) {
                client.connection.close();
            }
        }
    }
}
