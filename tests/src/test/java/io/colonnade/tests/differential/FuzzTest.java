package io.colonnade.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.fuzz.FuzzRun;
import io.colonnade.benchmarks.fuzz.Tally;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Some of what `./colonnade fuzz sql` asks.
class FuzzTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 350", "2, 3, 150"})
    void randomQueriesGetTheAnswersOfTheOracleAndOfEachOther(long seed, int nodes, int queries) throws Exception {
        ByteArrayOutputStream faults = new ByteArrayOutputStream();
        Tally tally;
        try (PrintStream out = new PrintStream(faults, true, StandardCharsets.UTF_8)) {
            tally = new FuzzRun(seed, nodes, true, 3, 20, out).run(0, queries);
        }
        System.out.println("seed " + seed + ": " + tally);
        assertThat(tally.faults()).as(faults.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(tally.agreed()).as("checks that compared answers").isGreaterThan(queries / 3);
        assertThat(tally.empty()).as("answers without rows").isLessThan(tally.agreed() / 2);
    }
}
