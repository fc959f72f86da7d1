package io.colonnade.sample;

import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.table.SampleTable;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// An in-memory DuckDB as the judge of generated data.
final class DuckDatabase implements AutoCloseable {

    private final Connection connection;

    DuckDatabase() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        execute("SET threads = 2");
    }

    /// Creates the tables of `schema`, keys included, and fills them from CSV or Parquet files.
    void load(SampleSchema schema, DataFolder folder) throws SQLException {
        for (String create : schema.createStatements()) {
            execute(create.replaceFirst("(?m)^\\) ORDER BY .*$", ")"));
        }
        for (SampleTable table : schema.tables(1, 0)) {
            execute(folder.copyStatement(table.name()));
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The rows of a query, their fields joined by bars.
    List<String> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(results.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    String value(String sql) throws SQLException {
        return rows(sql).getFirst();
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(value(sql));
    }

    double fraction(String sql) throws SQLException {
        return Double.parseDouble(value(sql));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    static DataFolder generate(SampleData data, Path root, int threads) throws Exception {
        return data.under(root, threads, new Progress(new PrintStream(OutputStream.nullOutputStream())));
    }
}
