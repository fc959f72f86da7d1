package io.colonnade.benchmarks.results;

import io.colonnade.benchmarks.figures.Figure;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.figures.Metric;
import io.colonnade.benchmarks.fixed.FixedCosts;
import io.colonnade.benchmarks.race.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// The goals of speed, filled with what was measured. Ratios are Colonnade over DuckDB in one run, warm
/// medians of two threads if nothing else is said.
///
/// @param all findings by name
/// @param large the scale of the large star schema, as in names
/// @param small that of the small ones
record Bars(Map<String, Findings> all, String large, String small) {
    static final String OWN = "colonnade";
    static final String OTHER = "duckdb";

    private static final Phase WARM = new Phase(2, "");
    private static final Phase QUARTER = new Phase(2, Phase.QUARTER);
    private static final double SHORT_QUERY_BAR_MILLIS = 50;

    List<Bar> list() {
        String sorted = "ssb scale " + large + " sorted";
        String unsorted = "ssb scale " + large + " unsorted";
        String smallSorted = "ssb scale " + small + " sorted";
        String tpch = "tpch scale " + small + " sorted";
        List<Bar> bars = new ArrayList<>();
        bars.add(warm("SSB scale " + large + ", sorted, geometric mean", sorted, WARM, 0.60, 0.33));
        bars.add(warm("SSB scale " + large + ", in file order, geometric mean", unsorted, WARM, 0.50, 0.25));
        bars.add(warm("SSB scale " + small + ", sorted, geometric mean", smallSorted, WARM, 0.70, 0.35));
        bars.add(warm("TPC-H scale " + small + ", geometric mean", tpch, WARM, 1.0, 0.6));
        bars.add(worst("TPC-H scale " + small + ", the worst query", tpch));
        bars.add(copy(sorted));
        bars.add(disk(sorted));
        bars.add(peak(sorted));
        bars.add(anonymous(sorted));
        bars.add(warm(
                "SSB scale " + large + ", a quarter of the working set, geometric mean", sorted, QUARTER, 1.5, 1.0));
        bars.add(new Bar(
                "SSB scale " + large + ", first run after a restart, sum",
                ratio(sorted, WARM.label(), "sum", Metric.FIRST),
                2,
                1,
                pageCache(sorted)));
        fixed(bars, smallSorted);
        waiting(bars);
        return bars;
    }

    private Bar warm(String work, String name, Phase phase, double bar, double aim) {
        String note = value(name, phase.label(), "each engine", "", Metric.LIMIT).stream()
                .mapToObj(bytes -> String.format(
                        Locale.ROOT, "limit %.0f MB; mapped images and the heap do not count as it", bytes / 1e6))
                .findFirst()
                .orElse("");
        return new Bar(work, ratio(name, phase.label(), "geomean", Metric.WARM), bar, aim, note);
    }

    private Bar worst(String work, String name) {
        double worst = 0;
        String which = "";
        Findings found = all.get(name);
        if (found != null) {
            for (String item : found.items(WARM.label(), Metric.WARM)) {
                double ratio = ratio(name, WARM.label(), item, Metric.WARM).orElse(0);
                if (ratio > worst && item.startsWith("q")) {
                    worst = ratio;
                    which = item;
                }
            }
        }
        return new Bar(work, worst > 0 ? OptionalDouble.of(worst) : OptionalDouble.empty(), 3, 3, which);
    }

    private Bar copy(String name) {
        OptionalDouble own = value(name, "", "COPY lineorder", OWN, Metric.LOAD);
        OptionalDouble copied = value(name, "", "COPY lineorder", OTHER, Metric.LOAD);
        OptionalDouble sorted = value(name, "", "sort lineorder", OTHER, Metric.LOAD);
        boolean isKnown = own.isPresent() && copied.isPresent() && sorted.isPresent();
        return new Bar(
                "COPY of lineorder scale " + large + " with sort",
                isKnown
                        ? OptionalDouble.of(own.getAsDouble() / (copied.getAsDouble() + sorted.getAsDouble()))
                        : OptionalDouble.empty(),
                1.0,
                0.7,
                isKnown
                        ? String.format(
                                Locale.ROOT,
                                "%.1f s against %.1f s and %.1f s to sort, its CHECKPOINT not counted",
                                own.getAsDouble(),
                                copied.getAsDouble(),
                                sorted.getAsDouble())
                        : "");
    }

    private Bar disk(String name) {
        String images = value(name, "", "images", OWN, Metric.DISK).stream()
                .mapToObj(bytes -> String.format(Locale.ROOT, "images besides: %,.0f MB", bytes / 1e6))
                .findFirst()
                .orElse("");
        return new Bar(
                "Bytes on disk, SSB scale " + large + ", without images",
                ratio(name, "", "all", Metric.DATA),
                0.8,
                0.6,
                images);
    }

    private Bar peak(String name) {
        OptionalDouble own = value(name, WARM.label(), "all", OWN, Metric.PEAK);
        OptionalDouble other = value(name, WARM.label(), "all", OTHER, Metric.PEAK);
        double bare = value(name, WARM.label(), "all", OTHER, Metric.BARE).orElse(0);
        boolean isKnown = own.isPresent() && other.isPresent();
        return new Bar(
                "Peak memory, SSB scale " + large,
                isKnown ? OptionalDouble.of(own.getAsDouble() / (other.getAsDouble() - bare)) : OptionalDouble.empty(),
                1.3,
                1.0,
                isKnown
                        ? String.format(
                                Locale.ROOT,
                                "%,.0f MB with all of the JVM and mapped images against %,.0f MB less %,.0f MB of its"
                                        + " driver's JVM",
                                own.getAsDouble() / 1e6,
                                other.getAsDouble() / 1e6,
                                bare / 1e6)
                        : "");
    }

    /// The other one reads its file through the page cache, where the same pages are that Colonnade maps:
    /// only what belongs to no file counts for both alike.
    private Bar anonymous(String name) {
        OptionalDouble own = value(name, WARM.label(), "all", OWN, Metric.ANONYMOUS);
        OptionalDouble other = value(name, WARM.label(), "all", OTHER, Metric.ANONYMOUS);
        double bare = value(name, WARM.label(), "all", OTHER, Metric.BARE).orElse(0);
        return new Bar(
                "The same without pages of files, at the end",
                own.isPresent() && other.isPresent()
                        ? OptionalDouble.of(own.getAsDouble() / (other.getAsDouble() - bare))
                        : OptionalDouble.empty(),
                1.3,
                1.0,
                "mapped images are pages of files, as what the other one reads");
    }

    private void fixed(List<Bar> bars, String race) {
        String name = "fixed costs";
        bars.add(
                new Bar("A trivial query, warm, ms", value(name, "", FixedCosts.TEXT, OWN, Metric.WARM), 0.3, 0.3, ""));
        Findings found = all.get(name);
        OptionalDouble slowest = found == null
                ? OptionalDouble.empty()
                : found.figures().stream()
                        .filter(figure -> figure.setting().equals(FixedCosts.FEW_ROWS)
                                && figure.metric().equals(Metric.WARM))
                        .mapToDouble(Figure::value)
                        .max();
        bars.add(new Bar("A star query on few rows, the slowest, ms", slowest, 1.5, 1.5, ""));
        bars.add(new Bar(
                "`./colonnade shell -c 'select 1'`, ms",
                value(name, "", FixedCosts.SHELL, OWN, Metric.WARM),
                700,
                700,
                ""));
        OptionalDouble ready = value(race, WARM.label(), "all", OWN, Metric.READY);
        OptionalDouble first = value(race, WARM.label(), "q1.1", OWN, Metric.FIRST);
        bars.add(new Bar(
                "First SSB query of a fresh process, ms, its start included",
                ready.isPresent() && first.isPresent()
                        ? OptionalDouble.of(ready.getAsDouble() + first.getAsDouble())
                        : OptionalDouble.empty(),
                1500,
                1500,
                "scale " + small));
    }

    private void waiting(List<Bar> bars) {
        Findings found = all.get("waiting");
        OptionalDouble slowest = found == null
                ? OptionalDouble.empty()
                : found.figures().stream()
                        .filter(figure -> !figure.engine().equals(OTHER)
                                && figure.metric().equals(Metric.P95))
                        .mapToDouble(Figure::value)
                        .max();
        bars.add(new Bar(
                "A short query beside long ones, p95 of the worst case, ms",
                slowest,
                SHORT_QUERY_BAR_MILLIS,
                SHORT_QUERY_BAR_MILLIS,
                ""));
    }

    private String pageCache(String name) {
        Findings found = all.get(name);
        return found == null ? "" : "page cache: " + found.facts().getOrDefault("page cache", "");
    }

    OptionalDouble ratio(String name, String setting, String item, String metric) {
        OptionalDouble own = value(name, setting, item, OWN, metric);
        OptionalDouble other = value(name, setting, item, OTHER, metric);
        return own.isPresent() && other.orElse(0) > 0
                ? OptionalDouble.of(own.getAsDouble() / other.getAsDouble())
                : OptionalDouble.empty();
    }

    private OptionalDouble value(String name, String setting, String item, String engine, String metric) {
        Findings found = all.get(name);
        return found == null ? OptionalDouble.empty() : found.value(setting, item, engine, metric);
    }
}
