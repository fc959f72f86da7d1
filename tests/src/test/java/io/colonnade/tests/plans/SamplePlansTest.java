package io.colonnade.tests.plans;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The plans of the sample queries as golden files under `src/test/resources/plans`: the algebra after each step of
/// the optimizer that changed it, the physical plan, its fragments on one node and on three.
///
/// `-Dgolden.update=true` writes them anew. Statistics are those of the seeded data at scale 0.01, so a plan
/// depends on neither machine nor time.
class SamplePlansTest {
    private static final double SCALE = 0.01;

    @ParameterizedTest
    @EnumSource(SampleSchema.class)
    void plansStay(SampleSchema schema) throws Exception {
        Path folder = TestRoot.module("tests").resolve("src/test/resources/plans/" + schema.label());
        try (Connection one = load(schema, 1);
                Connection three = load(schema, 3)) {
            for (SampleQuery query : schema.queries()) {
                String text = "-- " + query.title() + "\n"
                        + text(schema, query)
                        + "==== on one node\n"
                        + explain(one, "EXPLAIN STEPS " + query.sql()) + "\n"
                        + "==== on three nodes\n"
                        + explain(three, "EXPLAIN " + query.sql());
                Path golden = folder.resolve(query.name() + ".plan");
                if (Boolean.getBoolean("golden.update")) {
                    Files.writeString(golden, text);
                }
                assertThat(golden)
                        .as(query.name() + ": if the new plan is meant, run again with -Dgolden.update=true")
                        .hasContent(text);
            }
        }
    }

    /// The texts of TPC-H are not ours to repeat.
    private static String text(SampleSchema schema, SampleQuery query) {
        return SampleSchema.OWN.contains(schema) ? query.sql() + "\n\n" : "";
    }

    /// In every query but r5, which asks for categories without sales and so probes with them, the fact is
    /// read on the probe side of all joins above it; and no query joins without keys.
    @ParameterizedTest
    @EnumSource(
            value = SampleSchema.class,
            names = {"SSB", "RETAIL"})
    void theFactIsOnTheProbeSide(SampleSchema schema) throws Exception {
        String fact = "Scan #\\d+ " + (schema == SampleSchema.SSB ? "lineorder" : "sales") + ":.*";
        try (Connection connection = load(schema, 1)) {
            for (SampleQuery query : schema.queries()) {
                List<String> plan =
                        explain(connection, "EXPLAIN " + query.sql()).lines().toList();
                String context = query.name() + "\n" + String.join("\n", plan);
                assertThat(plan).as(context).noneMatch(line -> line.contains("every pair"));
                assertThat(plan).as(context).anyMatch(line -> line.strip().matches(fact));
                for (int join = 0; join < plan.size(); join++) {
                    if (plan.get(join).strip().startsWith("Join")
                            && !plan.get(join).contains(" LEFT ")) {
                        assertThat(buildSide(plan, join))
                                .as("build side of" + plan.get(join) + " in " + context)
                                .noneMatch(line -> line.strip().matches(fact));
                    }
                }
            }
        }
    }

    /// The lines below the second of the inputs of a join, that one included.
    private static List<String> buildSide(List<String> plan, int join) {
        int depth = indent(plan.get(join)) + 2;
        List<String> side = new ArrayList<>();
        int inputs = 0;
        for (String line : plan.subList(join + 1, plan.size())) {
            if (indent(line) < depth) {
                break;
            }
            inputs += indent(line) == depth ? 1 : 0;
            if (inputs == 2) {
                side.add(line);
            }
        }
        assertThat(side).isNotEmpty();
        return side;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static Connection load(SampleSchema schema, int nodes) throws Exception {
        Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        DataFolder data = new SampleData(schema, SCALE, SampleData.DEFAULT_SEED, FileFormat.CSV)
                .under(TestRoot.data(), Runtime.getRuntime().availableProcessors(), silent);
        Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:?threads=1&nodes=" + nodes);
        new SampleLoader(connection, schema, silent).load(data);
        return connection;
    }

    private static String explain(Connection connection, String sql) throws SQLException {
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
