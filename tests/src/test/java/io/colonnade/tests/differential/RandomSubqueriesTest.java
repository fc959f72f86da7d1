package io.colonnade.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.DuckDbEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random correlated queries give the answers that DuckDB gives, on one node and on three.
///
/// `-Dcolonnade.subqueries.seeds=N -Dcolonnade.subqueries.first=S` asks for more of them.
class RandomSubqueriesTest {
    private static final long SEEDS = Long.getLong("colonnade.subqueries.seeds", 4);
    private static final long FIRST = Long.getLong("colonnade.subqueries.first", 1);
    private static final int QUERIES = 20;

    private final List<String> differences = new ArrayList<>();
    private int compared;
    private int refusedByUs;
    private int refusedByThem;

    @Test
    void correlatedQueriesGiveTheSameAnswers() throws SQLException {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            compare(seed);
        }
        System.out.println("random subqueries: " + compared + " compared, " + refusedByUs + " refused by us, "
                + refusedByThem + " by DuckDB");
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan((int) (SEEDS * QUERIES / 2));
    }

    private void compare(long seed) throws SQLException {
        Random random = new Random(seed);
        String nodes = seed % 2 == 0 ? "nodes=3" : "nodes=1&page_rows=3";
        try (DuckDbEngine duck = DuckDbEngine.inMemory(1);
                Connection ours = DriverManager.getConnection("jdbc:colonnade:mem:?" + nodes)) {
            for (String statement : RandomSubqueries.tables(random)) {
                Comparison.execute(duck.connection(), statement);
                Comparison.execute(ours, statement);
            }
            RandomSubqueries queries = new RandomSubqueries(random);
            for (int i = 0; i < QUERIES; i++) {
                String query = queries.query();
                compare("seed " + seed + ": " + query, query, duck.connection(), ours);
            }
        }
    }

    private void compare(String what, String query, Connection duck, Connection ours) throws SQLException {
        Answer expected;
        try {
            expected = SampleQueriesTest.answer(duck, query);
        } catch (SQLException e) {
            // It does not take all forms of correlation.
            refusedByThem++;
            return;
        }
        try {
            SampleQueriesTest.answer(ours, query)
                    .difference(expected)
                    .ifPresent(difference -> differences.add(what + "\n    " + difference));
            compared++;
        } catch (SQLException e) {
            if ("0A000".equals(e.getSQLState())) {
                refusedByUs++;
                return;
            }
            differences.add(what + "\n    " + e.getSQLState() + " " + e.getMessage());
        }
    }
}
