package io.colonnade.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.DuckDbEngine;
import io.colonnade.benchmarks.SmallMemory;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleData;
import io.colonnade.sample.SampleLoader;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import io.colonnade.tests.TestRoot;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The twenty-two queries of TPC-H: their answers are those of DuckDB, in order, also with a tenth of the
/// memory that they take when there is plenty.
class TpchTest {
    private static final int DIVISOR = 10;
    private static final List<Integer> NODES = List.of(1, 3);

    @Test
    void smallDataGiveTheSameAnswers() throws Exception {
        check(0.01);
    }

    @Tag("full")
    @Test
    void scaleOneGivesTheSameAnswers() throws Exception {
        check(1);
    }

    private static void check(double scale) throws Exception {
        DataFolder folder = new SampleData(SampleSchema.TPCH, scale, SampleData.DEFAULT_SEED, FileFormat.CSV)
                .under(TestRoot.data(), Runtime.getRuntime().availableProcessors(), silent());
        Map<SampleQuery, Answer> expected = expected(folder);
        for (int nodes : NODES) {
            assertThat(differences(folder, expected, nodes))
                    .as("on " + nodes + " node(s)")
                    .isEmpty();
        }
    }

    private static List<String> differences(DataFolder folder, Map<SampleQuery, Answer> expected, int nodes)
            throws Exception {
        String url = "jdbc:colonnade:mem:tpch-" + nodes + "?threads=2&nodes=" + nodes;
        List<String> differences = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url)) {
            new SampleLoader(connection, SampleSchema.TPCH, silent()).load(folder);
            SmallMemory memory = new SmallMemory(url);
            expected.forEach((query, answer) -> {
                String difference = difference(memory, query, answer);
                if (!difference.isEmpty()) {
                    differences.add(query.name() + ": " + difference);
                }
            });
        }
        return differences;
    }

    private static String difference(SmallMemory memory, SampleQuery query, Answer expected) {
        try {
            SmallMemory.Pair pair = memory.run(query, DIVISOR);
            return pair.unlimited()
                    .answer()
                    .difference(expected)
                    .or(() -> pair.limited().answer().difference(expected).map(text -> "with little memory: " + text))
                    .orElse("");
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage();
        }
    }

    private static Progress silent() {
        return new Progress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    private static Map<SampleQuery, Answer> expected(DataFolder folder) throws SQLException {
        Map<SampleQuery, Answer> expected = new LinkedHashMap<>();
        try (DuckDbEngine duck = DuckDbEngine.inMemory(2)) {
            duck.load(SampleSchema.TPCH, folder, false);
            for (SampleQuery query : SampleSchema.TPCH.queries()) {
                expected.put(query, SampleQueriesTest.answer(duck.connection(), query.sql()));
            }
        }
        return expected;
    }
}
