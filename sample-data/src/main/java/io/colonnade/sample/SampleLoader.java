package io.colonnade.sample;

import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.table.SampleTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Creates the tables of a schema and fills them from files with COPY.
public final class SampleLoader {

    /// What loading one table took.
    public record LoadedTable(String table, long rows, double seconds) {}

    private final Connection connection;
    private final SampleSchema schema;
    private final Progress progress;

    public SampleLoader(Connection connection, SampleSchema schema, Progress progress) {
        this.connection = connection;
        this.schema = schema;
        this.progress = progress;
    }

    /// Creates and fills all tables; none of them may exist. Every count is compared with that of the generator.
    ///
    /// @throws SQLException what the engine reports, or 58000 when a table does not hold the rows of the files
    public List<LoadedTable> load(DataFolder folder) throws Exception {
        List<LoadedTable> loaded = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String create : schema.createStatements()) {
                statement.execute(create);
            }
            for (String table : tableNames()) {
                long start = System.nanoTime();
                progress.during(
                        "%s %s: loading".formatted(schema.label(), table),
                        () -> statement.execute(folder.copyStatement(table)));
                double seconds = (System.nanoTime() - start) / 1e9;
                long rows = rowCount(statement, table);
                if (rows != folder.rowCount(table)) {
                    throw new SQLException(
                            "table %s holds %,d rows after COPY from %s, which holds %,d"
                                    .formatted(table, rows, folder.glob(table), folder.rowCount(table)),
                            "58000");
                }
                loaded.add(new LoadedTable(table, rows, seconds));
                progress.say("%s %s: loaded %s".formatted(schema.label(), table, Progress.rate(rows, seconds)));
            }
        }
        return loaded;
    }

    /// The tables of the schema that the database has already.
    public List<String> presentTables() throws SQLException {
        List<String> present = new ArrayList<>();
        for (String table : tableNames()) {
            try (ResultSet found = connection.getMetaData().getTables(null, null, table, null)) {
                if (found.next()) {
                    present.add(table);
                }
            }
        }
        return present;
    }

    /// Drops those tables, referring ones first.
    public void drop(List<String> tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : tableNames().reversed()) {
                if (tables.contains(table)) {
                    statement.execute("DROP TABLE " + table);
                }
            }
        }
    }

    private List<String> tableNames() {
        return schema.tables(1, SampleData.DEFAULT_SEED).stream()
                .map(SampleTable::name)
                .toList();
    }

    private static long rowCount(Statement statement, String table) throws SQLException {
        try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            count.next();
            return count.getLong(1);
        }
    }
}
