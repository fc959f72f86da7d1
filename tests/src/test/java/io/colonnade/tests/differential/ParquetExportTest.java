package io.colonnade.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.DuckDbEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Parquet files of COPY TO as another reader sees them.
class ParquetExportTest {
    private static final int ROWS = 150_000;

    @ParameterizedTest
    @ValueSource(strings = {"nodes=1&threads=2", "nodes=3&threads=2&page_rows=1000"})
    void anotherReaderFindsTheSameRowsInTheSameOrder(String setting, @TempDir Path files) throws Exception {
        long seed = new Random().nextLong();
        Path csv = Files.write(files.resolve("fact.csv"), RandomTablesTest.factRows(new Random(seed), ROWS));
        Path ordered = files.resolve("ordered.parquet");
        Path unordered = files.resolve("unordered.parquet");
        String create = RandomTablesTest.TABLES.split(";")[0];
        try (DuckDbEngine duck = DuckDbEngine.inMemory(2);
                Connection ours = DriverManager.getConnection("jdbc:colonnade:mem:?" + setting)) {
            Comparison.execute(ours, create);
            Comparison.execute(ours, "COPY fact FROM '" + csv + "'");
            Comparison.execute(ours, "COPY (SELECT * FROM fact ORDER BY id) TO '" + ordered + "'");
            Comparison.execute(ours, "COPY fact TO '" + unordered + "'");

            Connection theirs = duck.connection();
            Comparison.execute(theirs, create);
            Comparison.execute(theirs, "COPY fact FROM '" + csv + "' (FORMAT csv, allow_quoted_nulls false)");
            for (Path file : new Path[] {ordered, unordered}) {
                String rows = "SELECT count(*) FROM (FROM '" + file + "' EXCEPT ALL FROM fact)";
                assertThat(number(theirs, rows)).as("seed %s", seed).isZero();
                assertThat(number(theirs, "SELECT count(*) FROM '" + file + "'"))
                        .isEqualTo(ROWS);
                // Statistics let a reader skip row groups.
                for (String condition : new String[] {
                    "id > 149000",
                    "name = 'name 7'",
                    "w < 0",
                    "x > 90.5",
                    "day < DATE '1969-01-01'",
                    "city IS NULL",
                    "flag"
                }) {
                    assertThat(number(theirs, "SELECT count(*) FROM '" + file + "' WHERE " + condition))
                            .as("%s, seed %s", condition, seed)
                            .isEqualTo(number(theirs, "SELECT count(*) FROM fact WHERE " + condition));
                }
                String largest = "SELECT max(row_group_num_rows) FROM parquet_metadata('" + file + "')";
                assertThat(number(theirs, largest)).isBetween(1L, 131_072L);
            }
            String moved = "SELECT count(*) FROM read_parquet('" + ordered
                    + "', file_row_number = true) WHERE file_row_number <> id";
            assertThat(number(theirs, moved)).isZero();
            String types = "SELECT count(*) FROM (DESCRIBE FROM '" + ordered + "') a JOIN (DESCRIBE fact) b"
                    + " ON a.column_name = b.column_name AND a.column_type = b.column_type";
            assertThat(number(theirs, types)).isEqualTo(15);
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        return Long.parseLong(SampleQueriesTest.answer(connection, query)
                .rows()
                .getFirst()
                .getFirst()
                .toString());
    }
}
