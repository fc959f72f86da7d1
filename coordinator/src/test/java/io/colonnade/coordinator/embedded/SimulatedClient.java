package io.colonnade.coordinator.embedded;

import io.colonnade.coordinator.session.Session;
import io.colonnade.jdbc.frame.FrameCursor;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.Semaphore;
import org.apache.calcite.avatica.util.Cursor;
import org.jspecify.annotations.Nullable;

/// A user of a {@link Simulation}: a script of statements on a thread that runs only when it has the turn.
final class SimulatedClient {
    private final Simulation simulation;
    private final String name;
    private final Session session;
    private final Thread thread;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private final List<String> answers = new ArrayList<>();
    private boolean started;
    private boolean abandoned;
    private volatile boolean ended;
    private @Nullable Throwable failure;
    private String doing = "nothing";
    private int statements;

    /// What a user does.
    interface Script {
        void run(SimulatedClient client) throws Exception;
    }

    SimulatedClient(Simulation simulation, String name, Session session, Script script) {
        this.simulation = simulation;
        this.name = name;
        this.session = session;
        this.thread = Thread.ofPlatform().daemon().name("client-" + name).unstarted(() -> {
            turn.acquireUninterruptibly();
            try {
                script.run(this);
            } catch (Throwable e) {
                failure = e;
            } finally {
                ended = true;
                back.release();
            }
        });
    }

    /// Gives the client the turn, until it waits or ends.
    void resume(String why) {
        simulation.note("client " + name + " " + why);
        if (!started) {
            started = true;
            thread.start();
        }
        simulation.running = this;
        turn.release();
        back.acquireUninterruptibly();
        simulation.running = null;
        if (failure != null) {
            throw new AssertionError("client " + name + ", doing " + doing, failure);
        }
    }

    /// Gives the turn back; called on the client's thread.
    void pause() {
        back.release();
        turn.acquireUninterruptibly();
        if (abandoned) {
            throw new IllegalStateException("the simulation is over");
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /// Waits for some virtual time.
    void sleep(long nanos) {
        simulation.at(simulation.now() + nanos, () -> resume("wakes up"));
        pause();
    }

    /// Runs a statement; its rows as text, its count, or its SQLSTATE are the answer.
    String execute(String sql, long timeoutMillis, int rowsRead) {
        String id = name + "-" + ++statements;
        doing = sql;
        simulation.note("client " + name + " runs " + id);
        List<String> rows = new ArrayList<>();
        String answer;
        try (StatementResult result = session.execute(new StatementRequest(sql, List.of(), 0, timeoutMillis, id))) {
            if (result.updateCount() >= 0) {
                answer = result.updateCount() + " rows";
            } else {
                read(result, rows, rowsRead);
                answer = String.join("\n", rows);
            }
        } catch (EngineFailure e) {
            answer = "error " + e.sqlState() + " " + e.getMessage();
        } catch (SQLException e) {
            answer = "error " + e.getSQLState() + " " + e.getMessage();
        }
        simulation.note("client " + name + " has the answer to " + id + ": " + answer.hashCode());
        answers.add(answer);
        doing = "nothing";
        return answer;
    }

    String execute(String sql) {
        return execute(sql, 0, Integer.MAX_VALUE);
    }

    java.util.Random random() {
        return simulation.random();
    }

    /// Cancels the statement that this client runs, if any; called on another client's thread.
    void cancel() {
        simulation.note("statement " + name + "-" + statements + " is cancelled");
        session.cancel(name + "-" + statements);
    }

    private static void read(StatementResult result, List<String> rows, int rowsRead) throws SQLException {
        try (Cursor cursor = new FrameCursor(result)) {
            List<Cursor.Accessor> columns =
                    cursor.createAccessors(List.of(), Calendar.getInstance(TimeZone.getTimeZone("UTC")), null);
            while (rows.size() < rowsRead && cursor.next()) {
                StringBuilder row = new StringBuilder();
                for (Cursor.Accessor column : columns) {
                    row.append(row.isEmpty() ? "" : "|").append(column.getString());
                }
                rows.add(row.toString());
            }
        }
    }

    List<String> answers() {
        return answers;
    }

    void close() {
        session.close();
    }

    /// Ends the thread of a client that waits for ever.
    void abandon() {
        abandoned = true;
        turn.release();
    }

    @Override
    public String toString() {
        return "client " + name + " waits; it runs: " + doing;
    }
}
