package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.ErrorCode;
import io.colonnade.exec.exchange.ExchangeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// What the users of a {@link Simulation} do: joins, groups, sorts, loads, all at once; some are cancelled, run out of
/// time, give up reading, or lose their network.
///
/// *Answers*: of each query the same rows in every run, or the error that was provoked.
final class SimulatedWorkload {
    static final int ROWS = 3000;
    private static final int FILES = 4;
    private static final int LOADED = ROWS / FILES;

    /// All of them have one right answer.
    static final List<String> QUERIES = List.of(
            "SELECT count(*), sum(id), min(s), max(s) FROM fact",
            "SELECT d.name, count(*), sum(f.v) FROM fact f JOIN dim d ON f.k = d.k GROUP BY d.name ORDER BY d.name",
            "SELECT a.k, count(*) FROM fact a JOIN fact b ON a.v = b.id GROUP BY a.k ORDER BY a.k",
            "SELECT id, s FROM fact WHERE v < 1500 ORDER BY s DESC, id LIMIT 70",
            "SELECT id, k, s FROM fact ORDER BY id",
            "SELECT s, count(DISTINCT k), avg(v) FROM fact GROUP BY s ORDER BY s",
            "SELECT v, count(*) FROM fact GROUP BY v ORDER BY v",
            "SELECT count(*) FROM fact f WHERE f.k IN (SELECT k FROM dim WHERE name < 'name 5')",
            "SELECT d.name, f.id FROM dim d LEFT JOIN fact f ON d.k = f.id AND f.v > 100 ORDER BY d.name, f.id",
            "SELECT k, name FROM dim UNION ALL SELECT k, s FROM fact WHERE id < 300 ORDER BY k, name");

    /// What can go wrong.
    record Faults(boolean cancels, boolean timeouts, boolean cuts) {
        static final Faults NONE = new Faults(false, false, false);
    }

    /// A run: what happened, and the answers by client and statement.
    record Run(String trace, Map<String, List<String>> answers) {}

    /// Cancelled or out of time.
    private static final String STOPPED = "error 57014";
    private static final String NODE_FAILED = "error " + ErrorCode.NODE_FAILED.sqlState();

    private final Path directory;
    private final Map<String, String> expected;
    private final int nodes;
    private final Faults faults;
    private final ExchangeSettings exchange;

    SimulatedWorkload(
            Path directory, Map<String, String> expected, int nodes, Faults faults, ExchangeSettings exchange) {
        this.directory = directory;
        this.expected = expected;
        this.nodes = nodes;
        this.faults = faults;
        this.exchange = exchange;
    }

    /// The files that are loaded; the same rows everywhere.
    static void writeFiles(Path directory) throws IOException {
        Random random = new Random(4);
        for (int file = 0; file < FILES; file++) {
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < LOADED; row++) {
                text.append(file * LOADED + row).append(',');
                text.append(random.nextInt(50)).append(',');
                text.append(random.nextInt(2 * ROWS)).append(",text ");
                text.append(random.nextInt(40)).append('\n');
            }
            Files.writeString(directory.resolve("fact-" + file + ".csv"), text);
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 50; row++) {
            text.append(row).append(",name ").append(row % 10).append('\n');
        }
        Files.writeString(directory.resolve("dim.csv"), text);
    }

    /// The right answers: those of one node that does one thing after the other.
    static Map<String, String> answers(Path directory) {
        SimulatedWorkload alone = new SimulatedWorkload(directory, Map.of(), 1, Faults.NONE, ExchangeSettings.DEFAULT);
        Map<String, String> answers = new HashMap<>();
        try (Simulation simulation = new Simulation(0, 1, null, alone.exchange)) {
            simulation.client("owner", client -> {
                alone.fill(client);
                for (String query : QUERIES) {
                    answers.put(query, client.execute(query));
                }
            });
            simulation.run();
        }
        assertThat(answers.values()).noneMatch(answer -> answer.startsWith("error"));
        return answers;
    }

    Run run(long seed) {
        try (Simulation simulation = new Simulation(seed, nodes, null, exchange)) {
            Map<String, SimulatedClient> clients = new LinkedHashMap<>();
            clients.put("owner", simulation.client("owner", this::fill));
            simulation.run();
            if (simulation.random().nextInt(3) == 0) {
                simulation.network().delay(10_000_000);
            }
            for (int user = 0; user < 3; user++) {
                String name = "user " + user;
                clients.put(name, simulation.client(name, this::ask));
            }
            clients.put("writer", simulation.client("writer", this::write));
            if (faults.cancels()) {
                clients.put("canceller", simulation.client("canceller", canceller -> {
                    for (int i = 0; i < 6; i++) {
                        canceller.sleep(simulation.random().nextInt(4_000_000));
                        List<SimulatedClient> all = List.copyOf(clients.values());
                        SimulatedClient victim = all.get(simulation.random().nextInt(all.size()));
                        victim.cancel();
                    }
                }));
            }
            if (faults.cuts()) {
                clients.put("saboteur", simulation.client("saboteur", saboteur -> {
                    for (int i = 0; i < 3; i++) {
                        saboteur.sleep(simulation.random().nextInt(10_000_000));
                        simulation.network().cutOne();
                    }
                }));
            }
            simulation.run();
            Map<String, List<String>> answers = new TreeMap<>();
            clients.forEach((name, client) -> answers.put(name, client.answers()));
            return new Run(simulation.trace(), answers);
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed + ", " + nodes + " nodes, " + faults + ", " + exchange, e);
        }
    }

    private void fill(SimulatedClient client) {
        client.execute("CREATE TABLE fact (id BIGINT, k INTEGER, v BIGINT, s VARCHAR) DISTRIBUTE BY HASH(id)");
        client.execute("CREATE TABLE dim (k INTEGER, name VARCHAR) DISTRIBUTE BY HASH(name)");
        client.execute("CREATE TABLE written (id BIGINT, s VARCHAR) DISTRIBUTE BY HASH(id)");
        assertThat(client.execute("COPY fact FROM '" + directory.resolve("fact-*.csv") + "'"))
                .isEqualTo(ROWS + " rows");
        assertThat(client.execute("COPY dim FROM '" + directory.resolve("dim.csv") + "'"))
                .isEqualTo("50 rows");
    }

    private void ask(SimulatedClient client) {
        for (int i = 0; i < 4; i++) {
            Random random = client.random();
            String query = QUERIES.get(random.nextInt(QUERIES.size()));
            int timeout = faults.timeouts() && random.nextInt(3) == 0 ? 1 + random.nextInt(30) : 0;
            int rowsRead = random.nextInt(6) == 0 ? 10 : Integer.MAX_VALUE;
            String answer = client.execute(query, timeout, rowsRead);
            if (answer.startsWith("error")) {
                assertProvoked(answer);
            } else if (rowsRead == Integer.MAX_VALUE) {
                assertThat(answer).as(query).isEqualTo(expected.get(query));
            } else {
                assertThat(expected.get(query)).as(query).startsWith(answer);
            }
        }
    }

    private void assertProvoked(String error) {
        boolean stopped = (faults.cancels() || faults.timeouts()) && error.startsWith(STOPPED);
        boolean lost = faults.cuts() && error.startsWith(NODE_FAILED);
        assertThat(stopped || lost).as(error).isTrue();
    }

    /// Each statement is either carried out or not at all.
    private void write(SimulatedClient client) {
        long rows = 0;
        for (int i = 0; i < 3; i++) {
            boolean small = client.random().nextBoolean();
            String answer = client.execute(
                    small
                            ? "INSERT INTO written VALUES (1, 'a'), (2, 'b'), (3, 'c')"
                            : "INSERT INTO written SELECT id, s FROM fact WHERE v < 2000");
            if (answer.startsWith("error")) {
                assertProvoked(answer);
            } else {
                rows += Long.parseLong(answer.substring(0, answer.indexOf(' ')));
            }
        }
        String count = "error";
        for (int i = 0; i < 10 && count.startsWith("error"); i++) {
            count = client.execute("SELECT count(*) FROM written");
        }
        assertThat(count).isEqualTo(String.valueOf(rows));
    }
}
