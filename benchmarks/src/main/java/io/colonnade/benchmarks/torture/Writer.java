package io.colonnade.benchmarks.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// A process that changes a database until it is killed, and tells on its output what it is about to do and what was
/// acknowledged: see {@link Ledger}.
///
/// Each client has batches of its own, so that what one does does not depend on another.
final class Writer {
    /// In each row, so that a damaged one shows.
    static final String NOTE = "rows of a batch";
    /// How the names of the clients' own tables begin; the number of a batch follows.
    static final String OWN = "own_";

    private static final int ROWS_MAX = 300;
    /// After at most so many changes it is ready to be killed: the first ones of a process take seconds.
    private static final int EARLY_MAX = 40;

    private static final long BATCHES_OF_CLIENT = 1_000_000_000;

    private static final AtomicInteger EARLY = new AtomicInteger();

    private final Connection connection;
    private final int client;
    private final Random random;
    private final Path folder;
    private final Map<Long, Deed.Batch> batches = new HashMap<>();
    private long nextBatch;

    private Writer(Connection connection, int client, Random random, Path folder, long firstBatch) {
        this.connection = connection;
        this.client = client;
        this.random = random;
        this.folder = folder;
        this.nextBatch = firstBatch + client * BATCHES_OF_CLIENT;
    }

    /// `URL SEED CLIENTS FIRST-BATCH FOLDER`.
    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        long seed = Long.parseLong(arguments[1]);
        int clients = Integer.parseInt(arguments[2]);
        long firstBatch = Long.parseLong(arguments[3]);
        Path folder = Files.createDirectories(Path.of(arguments[4]));
        EARLY.set(1 + new Random(seed).nextInt(EARLY_MAX));
        try (Connection first = DriverManager.getConnection(url)) {
            prepare(first);
            List<Thread> threads = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                Connection connection = DriverManager.getConnection(url);
                Writer writer = new Writer(connection, client, new Random(seed * 31 + client), folder, firstBatch);
                threads.add(Thread.ofPlatform().start(writer::run));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS ledger (batch BIGINT NOT NULL, seq INTEGER NOT NULL,"
                    + " version INTEGER, note VARCHAR) ORDER BY (batch)");
            statement.execute("CREATE TABLE IF NOT EXISTS second (batch BIGINT NOT NULL, note VARCHAR)");
        }
    }

    private static synchronized void say(String line) {
        // The end of the line is told apart from where the process was killed.
        System.out.println(line + Ledger.END);
        System.out.flush();
    }

    private void run() {
        try {
            while (true) {
                Deed deed = choose();
                say("BEGIN " + client + " " + deed);
                try {
                    carryOut(deed);
                } catch (SQLException e) {
                    if (!"40001".equals(e.getSQLState())) {
                        say("FAILED " + client + " " + deed + ": " + e.getSQLState() + " " + e.getMessage());
                        return;
                    }
                    say("REFUSED " + client);
                    continue;
                }
                say("DONE " + client);
                if (EARLY.decrementAndGet() == 0) {
                    say("READY 0");
                }
                batches.put(deed.batch(), deed.after(batches.getOrDefault(deed.batch(), Deed.Batch.NOTHING)));
            }
        } catch (IOException e) {
            say("FAILED " + client + " " + e);
        }
    }

    private Deed choose() {
        List<Long> known = batches.keySet().stream().sorted().toList();
        if (!known.isEmpty() && random.nextInt(3) > 0) {
            long batch = known.get(random.nextInt(known.size()));
            List<Deed.Kind> kinds = Deed.possible(batches.getOrDefault(batch, Deed.Batch.NOTHING));
            if (!kinds.isEmpty()) {
                return new Deed(kinds.get(random.nextInt(kinds.size())), batch, 1 + random.nextInt(ROWS_MAX));
            }
        }
        List<Deed.Kind> kinds = Deed.possible(Deed.Batch.NOTHING);
        return new Deed(kinds.get(random.nextInt(kinds.size())), nextBatch++, 1 + random.nextInt(ROWS_MAX));
    }

    private void carryOut(Deed deed) throws SQLException, IOException {
        long batch = deed.batch();
        Deed.Batch before = batches.getOrDefault(batch, Deed.Batch.NOTHING);
        switch (deed.kind()) {
            case INSERT -> execute(insert(batch, 0, deed.rows(), 1));
            case BATCH -> batch(batch, deed.rows());
            case COPY -> copy(batch, deed.rows());
            case PAIR ->
                transaction(
                        insert(batch, 0, deed.rows(), 1), "INSERT INTO second VALUES (" + batch + ", '" + NOTE + "')");
            case UPDATE -> execute("UPDATE ledger SET version = version + 1 WHERE batch = " + batch);
            case MERGE -> execute(merge(batch, before, deed.rows()));
            case DELETE -> execute("DELETE FROM ledger WHERE batch = " + batch);
            case REPLACE ->
                transaction(
                        "DELETE FROM ledger WHERE batch = " + batch,
                        insert(batch, 0, deed.rows(), before.version() + 1));
            case MAKE ->
                execute("CREATE TABLE " + OWN + batch + " AS SELECT batch, seq, note FROM ledger WHERE batch = "
                        + batch);
            case WIDEN -> execute("ALTER TABLE " + OWN + batch + " ADD COLUMN more_" + before.columns() + " INTEGER");
            case DROP -> execute("DROP TABLE " + OWN + batch);
        }
    }

    private static String insert(long batch, int from, int rows, int version) {
        StringBuilder text = new StringBuilder("INSERT INTO ledger VALUES ");
        for (int i = 0; i < rows; i++) {
            text.append(i == 0 ? "(" : ", (").append(batch).append(", ").append(from + i);
            text.append(", ").append(version).append(", '").append(NOTE).append("')");
        }
        return text.toString();
    }

    private static String merge(long batch, Deed.Batch before, int rows) {
        StringBuilder text = new StringBuilder("MERGE INTO ledger AS t USING (VALUES ");
        for (int seq = 0; seq < before.rows() + rows; seq++) {
            text.append(seq == 0 ? "(" : ", (").append(seq).append(")");
        }
        return text + ") AS s (seq) ON t.batch = " + batch + " AND t.seq = s.seq"
                + " WHEN MATCHED THEN UPDATE SET version = t.version + 1"
                + " WHEN NOT MATCHED THEN INSERT (batch, seq, version, note) VALUES (" + batch + ", s.seq, "
                + (before.version() + 1) + ", '" + NOTE + "')";
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void transaction(String... statements) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (String sql : statements) {
                execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void batch(long batch, int rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO ledger VALUES (?, ?, 1, ?)")) {
            for (int seq = 0; seq < rows; seq++) {
                statement.setLong(1, batch);
                statement.setInt(2, seq);
                statement.setString(3, NOTE);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void copy(long batch, int rows) throws SQLException, IOException {
        StringBuilder text = new StringBuilder();
        for (int seq = 0; seq < rows; seq++) {
            text.append(batch)
                    .append(',')
                    .append(seq)
                    .append(",1,")
                    .append(NOTE)
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("client-" + client + ".csv"), text);
        execute("COPY ledger FROM '" + file.toString().replace("'", "''") + "'");
    }
}
