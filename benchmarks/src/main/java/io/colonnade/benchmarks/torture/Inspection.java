package io.colonnade.benchmarks.torture;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a database that a writer left: each batch as it is, and then all that is stored, by VERIFY. Rows of
/// a batch that are not whole show as a batch with a negative version or number of rows, which no ledger has.
final class Inspection {
    private Inspection() {}

    /// Opens the database and compares it with the ledger: what is wrong, or null.
    static @Nullable String compare(String url, Ledger ledger) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            String wrong = ledger.compare(of(connection));
            return wrong == null ? verify(connection) : wrong;
        }
    }

    /// What VERIFY DATABASE finds wrong, or null.
    private static @Nullable String verify(Connection connection) throws SQLException {
        StringBuilder wrong = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("VERIFY DATABASE")) {
            while (rows.next()) {
                if (!rows.getString("state").equals("ok")) {
                    wrong.append("table %s, node %s, segment %s, %s: %s%n"
                            .formatted(
                                    rows.getString("table"),
                                    rows.getString("node"),
                                    rows.getString("segment"),
                                    rows.getString("check"),
                                    rows.getString("detail")));
                }
            }
        }
        return wrong.isEmpty() ? null : wrong.toString();
    }

    static Map<Long, Deed.Batch> of(Connection connection) throws SQLException {
        Map<Long, Deed.Batch> batches = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT batch, count(*), min(version), max(version), sum(seq),"
                    + " count(DISTINCT seq), sum(char_length(note)) FROM ledger GROUP BY batch")) {
                while (rows.next()) {
                    long count = rows.getLong(2);
                    boolean whole = rows.getInt(3) == rows.getInt(4)
                            && rows.getLong(5) == count * (count - 1) / 2
                            && rows.getLong(6) == count
                            && rows.getLong(7) == count * Writer.NOTE.length();
                    batches.put(
                            rows.getLong(1),
                            new Deed.Batch((int) count, whole ? rows.getInt(3) : -rows.getInt(4) - 1, false, 0));
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT batch, count(*) FROM second GROUP BY batch")) {
                while (rows.next()) {
                    Deed.Batch batch = batches.getOrDefault(rows.getLong(1), Deed.Batch.NOTHING);
                    batches.put(
                            rows.getLong(1),
                            new Deed.Batch(
                                    rows.getInt(2) == 1 ? batch.rows() : -1, batch.version(), true, batch.columns()));
                }
            }
        }
        tables(connection, batches);
        return batches;
    }

    private static void tables(Connection connection, Map<Long, Deed.Batch> batches) throws SQLException {
        Map<Long, Integer> columns = new HashMap<>();
        try (ResultSet rows = connection.getMetaData().getColumns(null, null, Writer.OWN + "%", null)) {
            while (rows.next()) {
                long number = Long.parseLong(rows.getString("TABLE_NAME").substring(Writer.OWN.length()));
                columns.merge(number, 1, Integer::sum);
            }
        }
        for (Map.Entry<Long, Integer> entry : columns.entrySet()) {
            Deed.Batch batch = batches.getOrDefault(entry.getKey(), Deed.Batch.NOTHING);
            boolean whole = true;
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT count(*), count(DISTINCT seq) FROM " + Writer.OWN + entry.getKey())) {
                whole = rows.next() && rows.getLong(1) > 0 && rows.getLong(1) == rows.getLong(2);
            }
            batches.put(
                    entry.getKey(),
                    new Deed.Batch(
                            batch.rows(),
                            batch.version(),
                            batch.paired(),
                            whole ? entry.getValue() : -entry.getValue()));
        }
    }
}
