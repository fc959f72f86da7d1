package io.colonnade.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.figures.Figure;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.figures.Metric;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsPageTest {
    private static final String WARM = "2 threads";
    private static final String QUARTER = "2 threads, memory quarter";

    private static final Findings LARGE = new Findings(
            "ssb scale 10 sorted",
            Map.of("commit", "abc", "page cache", "emptied"),
            List.of(
                    new Figure("", "COPY lineorder", "colonnade", Metric.LOAD, 30),
                    new Figure("", "COPY lineorder", "duckdb", Metric.LOAD, 35),
                    new Figure("", "sort lineorder", "duckdb", Metric.LOAD, 25),
                    new Figure("", "images", "colonnade", Metric.DISK, 2e9),
                    new Figure("", "all", "colonnade", Metric.DATA, 1.2e9),
                    new Figure("", "all", "duckdb", Metric.DATA, 1.6e9),
                    new Figure(WARM, "geomean", "colonnade", Metric.WARM, 30),
                    new Figure(WARM, "geomean", "duckdb", Metric.WARM, 60),
                    new Figure(WARM, "sum", "colonnade", Metric.FIRST, 900),
                    new Figure(WARM, "sum", "duckdb", Metric.FIRST, 300),
                    new Figure(WARM, "all", "colonnade", Metric.PEAK, 1.5e9),
                    new Figure(WARM, "all", "duckdb", Metric.PEAK, 1.1e9),
                    new Figure(WARM, "all", "duckdb", Metric.BARE, 1e8),
                    new Figure(QUARTER, "geomean", "colonnade", Metric.WARM, 30),
                    new Figure(QUARTER, "geomean", "duckdb", Metric.WARM, 120)));

    private static final Findings ORDERS = new Findings(
            "tpch scale 1 sorted",
            Map.of("commit", "abc"),
            List.of(
                    new Figure(WARM, "q1", "colonnade", Metric.WARM, 8),
                    new Figure(WARM, "q1", "duckdb", Metric.WARM, 2),
                    new Figure(WARM, "q2", "colonnade", Metric.WARM, 1),
                    new Figure(WARM, "q2", "duckdb", Metric.WARM, 2),
                    new Figure(WARM, "geomean", "colonnade", Metric.WARM, 2),
                    new Figure(WARM, "geomean", "duckdb", Metric.WARM, 2)));

    private final Map<String, Findings> all = Map.of(LARGE.name(), LARGE, ORDERS.name(), ORDERS);

    @Test
    void aBarIsMetMissedOrNotMeasured() {
        Map<String, Bar> bars = new Bars(all, "10", "1")
                .list().stream().collect(java.util.stream.Collectors.toMap(Bar::work, bar -> bar));
        assertBar(bars, "SSB scale 10, sorted, geometric mean", 0.5, "met");
        assertBar(bars, "SSB scale 10, a quarter of the working set, geometric mean", 0.25, "aim met");
        assertBar(bars, "COPY of lineorder scale 10 with sort", 0.5, "aim met");
        assertBar(bars, "Bytes on disk, SSB scale 10, without images", 0.75, "met");
        assertBar(bars, "Peak memory, SSB scale 10", 1.5, "MISSED");
        assertBar(bars, "SSB scale 10, first run after a restart, sum", 3, "MISSED");
        assertBar(bars, "TPC-H scale 1, geometric mean", 1, "met");
        assertBar(bars, "TPC-H scale 1, the worst query", 4, "MISSED");
        assertThat(bars.get("TPC-H scale 1, the worst query").note()).isEqualTo("q1");
        assertThat(bars.get("SSB scale 10, in file order, geometric mean").verdict())
                .isEqualTo("not measured");
    }

    private static void assertBar(Map<String, Bar> bars, String work, double measured, String verdict) {
        assertThat(bars.get(work).measured()).as(work).hasValue(measured);
        assertThat(bars.get(work).verdict()).as(work).isEqualTo(verdict);
    }

    @Test
    void thePageHoldsBarsAndTables() {
        String page = new ResultsPage(all, "10", "1").text();
        assertThat(page)
                .contains("- commit: abc\n")
                .contains("| SSB scale 10, sorted, geometric mean | 0.500 | 0.6 | 0.33 | met |  |")
                .contains("## ssb scale 10 sorted\n")
                .contains("| COPY lineorder, s | 30.00 | 35.00 |")
                .contains("| images, MB | 2,000 | - |")
                .contains("### ssb scale 10 sorted, 2 threads, memory quarter\n")
                .contains("| peak memory, MB | 1,500 | 1,100 |");
    }
}
