package io.colonnade.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {
    private static final Findings FINDINGS = new Findings(
            "ssb scale 1 sorted",
            Map.of("commit", "abc", "how", "1 run, \"cold\""),
            List.of(
                    new Figure("", "COPY a, b", "duckdb", Metric.LOAD, 1.5),
                    new Figure("2 threads", "q1", "colonnade", Metric.WARM, 0.25)));

    @Test
    void aFileHoldsAllOfThem(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("below/findings.json");
        FINDINGS.write(file);
        assertThat(Findings.read(file)).isEqualTo(FINDINGS);
    }

    @Test
    void aTableHasALineForEachFigure(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("findings.csv");
        FINDINGS.write(file);
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "benchmark,setting,item,engine,metric,value",
                        "ssb scale 1 sorted,,\"COPY a, b\",duckdb,load s,1.5",
                        "ssb scale 1 sorted,2 threads,q1,colonnade,warm ms,0.25");
    }

    @Test
    void figuresAreFoundByWhatTheyAreOf() {
        assertThat(FINDINGS.settings()).containsExactly("2 threads");
        assertThat(FINDINGS.items("2 threads", Metric.WARM)).containsExactly("q1");
        assertThat(FINDINGS.value("2 threads", "q1", "colonnade", Metric.WARM)).hasValue(0.25);
        assertThat(FINDINGS.value("2 threads", "q1", "duckdb", Metric.WARM)).isEmpty();
    }
}
