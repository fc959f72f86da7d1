package io.colonnade.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.figures.Metric;
import io.colonnade.benchmarks.worker.EngineKind;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleSchema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Literals and inserted rows are valid and mean the same to both engines; no time is looked at.
@Timeout(600)
class RaceTest {
    private static final int ROUNDS = 2;

    @Test
    void theStarSchemaHasTheSameAnswersInEveryRound() throws Exception {
        race(SampleSchema.SSB);
    }

    @Test
    void ordersAndTheirLinesHaveTheSameAnswersInEveryRound() throws Exception {
        race(SampleSchema.TPCH);
    }

    private static void race(SampleSchema schema) throws Exception {
        Progress quiet = new Progress(new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
        DataSetting data =
                new DataSetting(schema, 0.01, true, List.of(EngineKind.COLONNADE, EngineKind.DUCKDB), 1, 512);
        RunSetting setting = new RunSetting(0, 0, ROUNDS, List.of(new Phase(2, "")), List.of(), 3, true, true, false);
        try (Databases databases = new Databases(data, quiet)) {
            databases.load(2, "");
            Race race = new Race(databases, setting, quiet);
            Findings findings = race.run();
            assertThat(race.faults()).isEmpty();
            int queries = schema.queries().size();
            assertThat(findings.facts().get("answers")).startsWith(2 * ROUNDS * queries + " compared");
            assertThat(findings.items("2 threads", Metric.WARM)).hasSize(queries + 2);
            assertThat(findings.value("", "all", "colonnade", Metric.DATA)).isPresent();
            assertThat(findings.value("2 threads", "all", "duckdb", Metric.PEAK))
                    .isPresent();
        }
    }
}
