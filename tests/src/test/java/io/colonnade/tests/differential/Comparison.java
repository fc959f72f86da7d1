package io.colonnade.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Asks two engines the same questions and keeps what they do not agree on.
final class Comparison {
    private final Connection ours;
    private final Connection theirs;
    private final List<String> differences = new ArrayList<>();
    private int queries;
    private int empty;

    Comparison(Connection ours, Connection theirs) {
        this.ours = ours;
        this.theirs = theirs;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException(sql + "\n" + e.getMessage(), e);
        }
    }

    void check(String query) throws SQLException {
        check(query, query);
    }

    /// The same question in the words of each.
    void check(String query, String inTheirWords) throws SQLException {
        Answer expected;
        try {
            expected = SampleQueriesTest.answer(theirs, inTheirWords);
        } catch (SQLException e) {
            throw new SQLException(inTheirWords + "\n" + e.getMessage(), e);
        }
        queries++;
        empty += expected.rows().isEmpty() ? 1 : 0;
        try {
            SampleQueriesTest.answer(ours, query)
                    .difference(expected)
                    .ifPresent(difference -> differences.add(query + "\n    " + difference));
        } catch (SQLException e) {
            differences.add(query + "\n    " + e.getMessage());
        }
    }

    void assertAllEqual(String setting) {
        System.out.println(queries + " queries compared, " + empty + " without rows, " + differences.size()
                + " differ: " + setting);
        assertThat(differences).as(setting).isEmpty();
        assertThat(empty).as("empty answers").isLessThan(queries / 5);
    }
}
