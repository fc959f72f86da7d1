package io.colonnade.benchmarks.race;

import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.figures.Metric;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Findings of a race as tables for people.
///
/// ```text
/// 2 threads     warm ms               ratio   first ms              ratio   processor ms
/// query      colonnade      duckdb         colonnade      duckdb         colonnade      duckdb
/// q1.1            3.48        6.24    0.56 ..
/// ```
public record RaceTable(Findings findings, List<String> engines) {
    private static final List<String> COLUMNS = List.of(Metric.WARM, Metric.FIRST, Metric.PROCESSOR);

    public void print(PrintStream out) {
        findings.facts().forEach((name, fact) -> out.printf("  %-12s %s%n", name, fact));
        for (String setting : findings.settings()) {
            out.printf("%n%s, %s%n", findings.name(), setting);
            printQueries(out, setting);
            printOthers(out, setting);
        }
    }

    private void printQueries(PrintStream out, String setting) {
        List<String> metrics = COLUMNS.stream()
                .filter(metric -> !findings.items(setting, metric).isEmpty())
                .toList();
        if (metrics.isEmpty()) {
            return;
        }
        StringBuilder head = new StringBuilder("%-8s".formatted(""));
        StringBuilder names = new StringBuilder("%-8s".formatted("query"));
        for (String metric : metrics) {
            head.append(" | ")
                    .append(("%-" + (11 * engines.size() + (engines.size() > 1 ? 8 : 0)) + "s").formatted(metric));
            names.append(" | ");
            engines.forEach(engine -> names.append("%11s".formatted(engine)));
            names.append(engines.size() > 1 ? "%8s".formatted("ratio") : "");
        }
        out.printf("%s%n%s%n", head.toString().stripTrailing(), names);
        for (String item : findings.items(setting, metrics.getFirst())) {
            StringBuilder line = new StringBuilder("%-8s".formatted(item));
            for (String metric : metrics) {
                line.append(" | ");
                for (String engine : engines) {
                    line.append(cell(findings.value(setting, item, engine, metric), "%11.2f"));
                }
                if (engines.size() > 1) {
                    line.append(cell(ratio(setting, item, metric), "%8.2f"));
                }
            }
            out.println(line);
        }
    }

    private OptionalDouble ratio(String setting, String item, String metric) {
        OptionalDouble own = findings.value(setting, item, engines.getFirst(), metric);
        OptionalDouble other = findings.value(setting, item, engines.getLast(), metric);
        return own.isPresent() && other.orElse(0) > 0
                ? OptionalDouble.of(own.getAsDouble() / other.getAsDouble())
                : OptionalDouble.empty();
    }

    private static String cell(OptionalDouble value, String format) {
        return value.isPresent()
                ? String.format(Locale.ROOT, format, value.getAsDouble())
                : format.replaceAll("%(\\d+).*", "%$1s").formatted("-");
    }

    private void printOthers(PrintStream out, String setting) {
        for (String engine : engines) {
            findings.value(setting, "all", engine, Metric.OPEN)
                    .ifPresent(open -> out.printf(
                            Locale.ROOT,
                            "%-10s opened its files in %.0f ms, %.0f ms after its process was started%n",
                            engine,
                            open,
                            findings.value(setting, "all", engine, Metric.READY).orElse(0)));
            findings.value(setting, "all", engine, Metric.PEAK)
                    .ifPresent(peak -> out.printf(
                            Locale.ROOT,
                            "%-10s peak memory %,.0f MB, of that %,.0f MB the bare JVM; at the end %,.0f MB belong to"
                                    + " no file%n",
                            engine,
                            peak / 1e6,
                            findings.value(setting, "all", engine, Metric.BARE).orElse(0) / 1e6,
                            findings.value(setting, "all", engine, Metric.ANONYMOUS)
                                            .orElse(0)
                                    / 1e6));
        }
        findings.value(setting, "each engine", "", Metric.LIMIT)
                .ifPresent(limit -> out.printf(
                        Locale.ROOT,
                        "each engine was limited to %,.0f MB; files that are mapped do not count%n",
                        limit / 1e6));
    }
}
