package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.exec.exchange.ExchangeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whole clusters under a seed. `-Dcolonnade.simulation.seeds=1000` runs so many, `-Dcolonnade.simulation.first=N`
/// begins with seed N: a failure names its seed.
@Timeout(600)
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("colonnade.simulation.seeds", 8);
    private static final long FIRST = Long.getLong("colonnade.simulation.first", 1);
    private static final SimulatedWorkload.Faults ALL = new SimulatedWorkload.Faults(true, true, true);
    private static final ExchangeSettings TINY = ExchangeSettings.oneFrame(2048);

    @TempDir
    private static Path directory;

    private static Map<String, String> expected;

    @BeforeAll
    static void answerOnOneNode() throws Exception {
        SimulatedWorkload.writeFiles(directory);
        expected = SimulatedWorkload.answers(directory);
    }

    @ParameterizedTest
    @CsvSource({"3, 11", "5, 12"})
    void aSeedGivesTheSameTraceTwice(int nodes, long seed) throws Exception {
        SimulatedWorkload workload = workload(directory, expected, nodes, ALL);
        SimulatedWorkload.Run first = workload.run(seed);
        SimulatedWorkload.Run second = workload.run(seed);
        assertSame(first.trace(), second.trace());
        assertThat(second.answers()).isEqualTo(first.answers());
        assertThat(workload.run(seed + 1).trace()).isNotEqualTo(first.trace());
        System.out.println("seed " + seed + ", " + nodes + " nodes: "
                + first.trace().lines().count() + " events in the same order twice");
    }

    @Test
    void anotherProcessGivesTheSameTrace() throws Exception {
        String here = workload(directory, expected, 3, ALL).run(13).trace();
        assertSame(here, SimulatedProcess.trace(directory, 3, 13));
    }

    @ParameterizedTest
    @CsvSource({"3, false, false", "3, true, false", "5, true, true", "3, false, true"})
    void answersAreRightWhateverTheOrderOfEvents(int nodes, boolean stops, boolean cuts) {
        SimulatedWorkload workload =
                workload(directory, expected, nodes, new SimulatedWorkload.Faults(stops, stops, cuts));
        Map<String, Integer> outcomes = new TreeMap<>();
        long events = 0;
        long begin = System.nanoTime();
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            SimulatedWorkload.Run run = workload.run(seed);
            events += run.trace().lines().count();
            run.answers()
                    .values()
                    .forEach(answers -> answers.forEach(answer -> outcomes.merge(
                            answer.startsWith("error") ? answer.substring(0, 11) : "answered", 1, Integer::sum)));
        }
        assertThat(outcomes.containsKey("error 57014")).isEqualTo(stops);
        System.out.println(SEEDS + " seeds, " + nodes + " nodes, " + events + " events in "
                + (System.nanoTime() - begin) / 1_000_000 + " ms: " + outcomes);
    }

    static SimulatedWorkload workload(
            Path directory, Map<String, String> expected, int nodes, SimulatedWorkload.Faults faults) {
        return new SimulatedWorkload(directory, expected, nodes, faults, TINY);
    }

    private static void assertSame(String first, String second) {
        List<String> one = first.lines().toList();
        List<String> other = second.lines().toList();
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            assertThat(other.get(i)).as("line " + i).isEqualTo(one.get(i));
        }
        assertThat(other).hasSameSizeAs(one);
    }
}
