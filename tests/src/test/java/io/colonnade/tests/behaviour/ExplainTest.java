package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What EXPLAIN and EXPLAIN ANALYZE say of a star query.
class ExplainTest {
    private static final String QUERY =
            "SELECT n, sum(v) FROM x JOIN y ON x.k = y.k WHERE id > 100 AND n = 'a' GROUP BY n ORDER BY n LIMIT 2";

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyNodeOfThePlanIsNamedAndMeasured(int nodes) throws SQLException {
        try (Connection connection = DatabaseTest.open("jdbc:colonnade:mem:?nodes=" + nodes)) {
            DatabaseTest.run(connection, "CREATE TABLE x (id INTEGER, k INTEGER, v INTEGER) ORDER BY (id)");
            DatabaseTest.run(connection, "CREATE TABLE y (k INTEGER NOT NULL PRIMARY KEY, n VARCHAR) REPLICATED");
            DatabaseTest.run(connection, "INSERT INTO x VALUES (1, 1, 1), (2, 2, 2), (3, 1, 3)");
            DatabaseTest.run(connection, "INSERT INTO y VALUES (1, 'a'), (2, 'b')");
            assertThat(text(connection, "EXPLAIN " + QUERY))
                    .contains("TopN", "Aggregate", "SUM(v)", "Join", "INNER", "Scan", "id > 100", "n = 'a'", "rows)")
                    .doesNotContain("actual");
            assertThat(text(connection, "EXPLAIN ANALYZE " + QUERY))
                    .contains("actual: 0 rows", " ms", "skipped", "by zone maps");
            assertThat(text(connection, "EXPLAIN STEPS " + QUERY))
                    .containsSubsequence(
                            "validated\n",
                            "after: push filters down\n",
                            "after: order joins\n",
                            "lowered\n",
                            "fragment 0")
                    .doesNotContain("actual");
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                text.append(result.getString(1)).append('\n');
            }
        }
        return text.toString();
    }
}
