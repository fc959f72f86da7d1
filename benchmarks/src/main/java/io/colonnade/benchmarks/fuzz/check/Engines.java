package io.colonnade.benchmarks.fuzz.check;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.DuckDbEngine;
import io.colonnade.benchmarks.fuzz.text.Dialect;
import io.colonnade.benchmarks.fuzz.world.World;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A world in all engines: Colonnade as it is asked, twice with other settings, and DuckDB.
///
/// Closing it closes the databases, which fails if memory was not given back.
public final class Engines implements AutoCloseable {
    private static final AtomicLong DATABASES = new AtomicLong();
    private static final int SECONDS_MAX = 120;

    private final List<Connection> ours = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();
    private final DuckDbEngine duck;

    private Engines(DuckDbEngine duck) {
        this.duck = duck;
    }

    /// Makes all tables everywhere; the first connection has `nodes` nodes.
    public static Engines open(World world, int nodes) throws SQLException {
        Engines engines = new Engines(DuckDbEngine.inMemory(1));
        try {
            String name = "jdbc:colonnade:mem:fuzz" + DATABASES.incrementAndGet();
            engines.connect(name + "?nodes=" + nodes + "&page_rows=4096&threads=2");
            engines.connect(name + "?nodes=" + nodes + "&page_rows=3&threads=1&spill=early");
            engines.connect(name + "other?nodes=" + (nodes == 1 ? 3 : 1) + "&page_rows=64&threads=2&spill=early");
            for (String statement : world.statements(Dialect.DUCKDB)) {
                execute(engines.duck.connection(), statement);
            }
            for (String statement : world.statements(Dialect.COLONNADE)) {
                execute(engines.ours.getFirst(), statement);
                execute(engines.ours.getLast(), statement);
            }
            return engines;
        } catch (SQLException e) {
            engines.close();
            throw e;
        }
    }

    private void connect(String url) throws SQLException {
        ours.add(DriverManager.getConnection(url));
        settings.add(url.substring(url.indexOf('?') + 1));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException(sql + ": " + e.getMessage(), e.getSQLState(), e);
        }
    }

    /// Of Colonnade under the settings of this number, 0 being those that were asked for.
    Outcome ask(int setting, String sql) {
        return outcome(ours.get(setting), sql);
    }

    Outcome askDuckDb(String sql) {
        return outcome(duck.connection(), sql);
    }

    /// What the tables hold after the statements, which are undone; or one failure.
    List<Outcome> change(int setting, List<String> statements, List<String> tables) {
        return outcomes(ours.get(setting), statements, tables);
    }

    List<Outcome> changeDuckDb(List<String> statements, List<String> tables) {
        return outcomes(duck.connection(), statements, tables);
    }

    private static List<Outcome> outcomes(Connection connection, List<String> statements, List<String> tables) {
        List<Outcome> outcomes = new ArrayList<>();
        try {
            execute(connection, "BEGIN TRANSACTION");
            try {
                for (String statement : statements) {
                    execute(connection, statement);
                }
                for (String table : tables) {
                    outcomes.add(outcome(connection, "SELECT * FROM " + table));
                }
            } finally {
                execute(connection, "ROLLBACK");
            }
            return outcomes;
        } catch (SQLException e) {
            return List.of(new Outcome.Failed(text(e.getSQLState()), text(e.getMessage())));
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            return List.of(new Outcome.Failed("", e.toString()));
        }
    }

    int settingCount() {
        return ours.size();
    }

    String setting(int index) {
        return settings.get(index);
    }

    private static Outcome outcome(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS_MAX);
            try (ResultSet result = statement.executeQuery(sql)) {
                return new Outcome.Answered(Answer.of(result));
            }
        } catch (SQLException e) {
            return new Outcome.Failed(text(e.getSQLState()), text(e.getMessage()));
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            return new Outcome.Failed("", e.toString());
        }
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public void close() throws SQLException {
        SQLException failure = null;
        for (Connection connection : ours.reversed()) {
            try {
                connection.close();
            } catch (SQLException | RuntimeException e) {
                failure = failure == null ? new SQLException("closing failed: " + e.getMessage(), e) : failure;
            }
        }
        duck.close();
        if (failure != null) {
            throw failure;
        }
    }
}
