package io.colonnade.benchmarks.race;

import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.figures.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How the time of a query grows with the data.
///
/// ```text
/// scale            1      3     10
/// q2.1          8.66  18.10  46.71 ms      growth 5.4 over data 10: exponent log(5.4) / log(10) = 0.73
/// ```
///
/// @param label of the findings: `2 threads`
/// @param times by query and scale, in milliseconds; `sum` is one of the queries
public record Curve(String label, Map<String, SortedMap<Double, Double>> times) {
    /// What runs may differ by.
    private static final double NOISE = 1.15;

    /// Of an engine, from findings at several scales.
    public static Curve of(Map<Double, Findings> findings, String label, String engine) {
        Map<String, SortedMap<Double, Double>> times = new LinkedHashMap<>();
        new TreeMap<>(findings).forEach((scale, found) -> {
            for (String item : found.items(label, Metric.WARM)) {
                if (!item.equals("geomean")) {
                    found.value(label, item, engine, Metric.WARM)
                            .ifPresent(millis -> times.computeIfAbsent(item, key -> new TreeMap<>())
                                    .put(scale, millis));
                }
            }
        });
        return new Curve(label, times);
    }

    /// The scales that occur, in order.
    public List<Double> scales() {
        return times.values().stream()
                .flatMap(byScale -> byScale.keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /// Time of the greatest scale over that of the least.
    public double growth(String item) {
        List<Double> inOrder =
                List.copyOf(times.getOrDefault(item, new TreeMap<>()).values());
        return inOrder.isEmpty() ? Double.NaN : inOrder.getLast() / inOrder.getFirst();
    }

    /// The power of the scale by which the time grows: 1 is as fast as the data.
    public double exponent(String item) {
        SortedMap<Double, Double> byScale = times.getOrDefault(item, new TreeMap<>());
        return byScale.size() < 2
                ? Double.NaN
                : Math.log(growth(item)) / Math.log(byScale.lastKey() / byScale.firstKey());
    }

    /// The queries whose time grew faster than the data between the least and the greatest scale, noise let pass.
    public List<String> tooFast() {
        List<String> found = new ArrayList<>();
        times.forEach((item, byScale) -> {
            if (byScale.size() > 1 && growth(item) > byScale.lastKey() / byScale.firstKey() * NOISE) {
                found.add(item);
            }
        });
        return found;
    }
}
