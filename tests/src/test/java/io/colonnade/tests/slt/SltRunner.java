package io.colonnade.tests.slt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Runs a script over its connections and compares.
final class SltRunner implements AutoCloseable {
    private final Opener opener;
    private final Path data;
    private final Path fresh;
    private final Map<String, Connection> connections = new LinkedHashMap<>();
    private Connection connection;

    /// Opens connections to one database.
    interface Opener {
        Connection open() throws SQLException;
    }

    SltRunner(Opener opener, Path data, Path fresh) throws SQLException {
        this.opener = opener;
        this.data = data;
        this.fresh = fresh;
        use("main");
    }

    private void use(String name) throws SQLException {
        connection = connections.get(name);
        if (connection == null) {
            connection = opener.open();
            connections.put(name, connection);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection open : List.copyOf(connections.values()).reversed()) {
            open.close();
        }
    }

    void run(SltScript script) throws SQLException {
        for (SltRecord record : script.records()) {
            String where = script.name() + ":" + record.line();
            String sql = placed(record.sql());
            switch (record) {
                case SltRecord.Switch other -> use(other.name());
                case SltRecord.Ok ok -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                        compare(where + " " + sql, ok.told(), statement);
                    } catch (SQLException e) {
                        throw new AssertionError(where + " " + sql + "\n" + e.getMessage(), e);
                    }
                }
                case SltRecord.Fails fails -> runFailing(where, sql, fails);
                case SltRecord.Rows rows -> runQuery(where, sql, rows);
            }
        }
    }

    private String placed(String text) {
        return text.replace("${data}", data.toString()).replace("${new}", fresh.toString());
    }

    private void compare(String where, List<String> told, Statement statement) throws SQLException {
        List<String> actual = new ArrayList<>();
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            actual.add(warning.getMessage());
        }
        actual.add(statement.getLargeUpdateCount() + " rows");
        for (String fragment : told) {
            assertThat(actual).as(where).anyMatch(line -> line.contains(placed(fragment)));
        }
    }

    private void runFailing(String where, String sql, SltRecord.Fails fails) {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                rows(statement.getResultSet(), List.of());
            }
        } catch (SQLException e) {
            assertThat(e.getSQLState())
                    .as(where + " SQLSTATE of: " + e.getMessage())
                    .isEqualTo(fails.sqlState());
            for (String fragment : fails.fragments()) {
                assertThat(e.getMessage()).as(where).contains(placed(fragment));
            }
            return;
        }
        fail(where + ": no error from " + sql);
    }

    private void runQuery(String where, String sql, SltRecord.Rows expected) {
        List<String> actual;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            actual = rows(result, expected.columns());
        } catch (SQLException e) {
            throw new AssertionError(where + " " + sql + "\n" + e.getMessage(), e);
        }
        List<String> wanted = expected.rows();
        if (expected.sorted()) {
            actual = actual.stream().sorted().toList();
            wanted = wanted.stream().sorted().toList();
        }
        assertThat(actual).as(where + " " + sql).isEqualTo(wanted);
    }

    private static List<String> rows(ResultSet result, List<Integer> only) throws SQLException {
        int count = result.getMetaData().getColumnCount();
        List<Integer> columns =
                only.isEmpty() ? IntStream.rangeClosed(1, count).boxed().toList() : only;
        List<String> rows = new ArrayList<>();
        while (result.next()) {
            StringBuilder row = new StringBuilder();
            for (int column : columns) {
                row.append(row.isEmpty() ? "" : " | ").append(text(result.getObject(column)));
            }
            rows.add(row.toString());
        }
        return rows;
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "NULL";
            case String s when s.isEmpty() -> "(empty)";
            case BigDecimal d -> d.toPlainString();
            case Object o -> o.toString();
        };
    }
}
