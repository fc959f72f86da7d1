package io.colonnade.benchmarks;

import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.table.SampleColumn;
import io.colonnade.sample.table.SampleTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// DuckDB through its JDBC driver, on a file of its own (or in memory), with the same tables but without
/// their keys: a key would cost it an index that no query here uses.
public final class DuckDbEngine implements Engine {
    private static final Pattern SORT_KEY =
            Pattern.compile("CREATE TABLE (\\w+) .*\\bORDER BY \\(([^)]*)\\)", Pattern.DOTALL);

    private static final String USED_BLOCKS = "used blocks";

    private final String url;
    private final Connection connection;

    private DuckDbEngine(String url, int threads, String memory) throws SQLException {
        this.url = url;
        this.connection = newConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads TO " + threads);
            if (!memory.isEmpty()) {
                statement.execute("SET memory_limit = '" + memory + "'");
            }
        }
    }

    @Override
    public Connection newConnection() throws SQLException {
        Connection created = DriverManager.getConnection(url);
        try (Statement statement = created.createStatement()) {
            // Integer division truncates, as in the standard.
            statement.execute("SET integer_division = true");
            // PostgreSQL's order of NULLs.
            statement.execute("SET default_null_order = 'nulls_last_on_asc_first_on_desc'");
            return created;
        } catch (SQLException e) {
            created.close();
            throw e;
        }
    }

    /// `memory` is its limit such as `2GiB`, or empty for its default.
    public static DuckDbEngine onFile(Path file, int threads, String memory) throws SQLException {
        return new DuckDbEngine("jdbc:duckdb:" + file, threads, memory);
    }

    public static DuckDbEngine inMemory(int threads) throws SQLException {
        return new DuckDbEngine("jdbc:duckdb:", threads, "");
    }

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Loading load(SampleSchema schema, DataFolder folder, boolean sorted) throws SQLException {
        List<Loading.Step> steps = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (SampleTable table : schema.tables(1, 0)) {
                statement.execute(createStatement(table));
                time(steps, "COPY " + table.name(), statement, folder.copyStatement(table.name()));
                String keys = sorted ? sortKey(schema, table.name()) : "";
                if (!keys.isEmpty()) {
                    String name = table.name();
                    statement.execute("ALTER TABLE " + name + " RENAME TO unsorted");
                    time(
                            steps,
                            "sort " + name,
                            statement,
                            "CREATE TABLE " + name + " AS SELECT * FROM unsorted ORDER BY " + keys);
                    statement.execute("DROP TABLE unsorted");
                }
            }
            time(steps, "CHECKPOINT", statement, "CHECKPOINT");
        }
        return new Loading(steps);
    }

    private static void time(List<Loading.Step> steps, String what, Statement statement, String sql)
            throws SQLException {
        long start = System.nanoTime();
        statement.execute(sql);
        steps.add(new Loading.Step(what, (System.nanoTime() - start) / 1e9));
    }

    private static String createStatement(SampleTable table) {
        return table.columns().stream()
                .map(column -> column.name() + " " + type(column) + (column.nullable() ? "" : " NOT NULL"))
                .collect(Collectors.joining(", ", "CREATE TABLE " + table.name() + " (", ")"));
    }

    private static String type(SampleColumn column) {
        return column.kind() == SampleColumn.Kind.DECIMAL
                ? "DECIMAL(" + column.precision() + ", " + column.scale() + ")"
                : column.kind().name();
    }

    private static String sortKey(SampleSchema schema, String table) {
        for (String create : schema.createStatements()) {
            Matcher matcher = SORT_KEY.matcher(create);
            if (matcher.find() && matcher.group(1).equals(table)) {
                return matcher.group(2);
            }
        }
        return "";
    }

    @Override
    public Map<String, Long> diskUse() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet size =
                        statement.executeQuery("SELECT block_size * used_blocks FROM pragma_database_size()")) {
            size.next();
            return Map.of(USED_BLOCKS, size.getLong(1));
        }
    }

    @Override
    public Set<String> dataKinds() {
        return Set.of(USED_BLOCKS);
    }

    @Override
    public String version() throws SQLException {
        return "DuckDB " + connection.getMetaData().getDatabaseProductVersion();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
