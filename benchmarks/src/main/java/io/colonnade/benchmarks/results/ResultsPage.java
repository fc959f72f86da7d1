package io.colonnade.benchmarks.results;

import io.colonnade.benchmarks.figures.Figure;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.figures.Metric;
import io.colonnade.benchmarks.race.Curve;
import io.colonnade.benchmarks.race.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The page of results: the bars first, then tables of all findings.
///
/// @param all findings by name
/// @param large the scale of the star schema whose bars are looked at
/// @param small that of the small star schema and of TPC-H
public record ResultsPage(Map<String, Findings> all, String large, String small) {
    private static final Pattern STAR = Pattern.compile("ssb scale ([0-9.]+) sorted");

    /// Markdown.
    public String text() {
        StringBuilder page = new StringBuilder();
        page.append("# Results\n\nWritten by `./colonnade bench results` from what `./colonnade bench suite` measured;")
                .append(" docs/benchmarks.md tells how.\nMilliseconds are medians; ratios are Colonnade over DuckDB")
                .append(" in one run, and less is better.\n\n");
        machine(page);
        bars(page);
        for (Findings findings : all.values()) {
            if (!findings.items("", Metric.LOAD).isEmpty()) {
                race(page, findings);
            }
        }
        curve(page);
        others(page);
        return page.toString().stripTrailing() + "\n";
    }

    private void machine(StringBuilder page) {
        for (String fact : List.of("processor", "memory", "jvm", "duckdb", "commit", "date")) {
            TreeSet<String> values = new TreeSet<>();
            for (Findings findings : all.values()) {
                String value = findings.facts().get(fact);
                if (value != null) {
                    values.add(value);
                }
            }
            page.append("- ")
                    .append(fact)
                    .append(": ")
                    .append(String.join("; ", values))
                    .append('\n');
        }
    }

    private void bars(StringBuilder page) {
        page.append("\n## Bars\n\n| Work | Measured | Bar | Aim | | |\n|---|---|---|---|---|---|\n");
        for (Bar bar : new Bars(all, large, small).list()) {
            page.append("| %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            bar.work(),
                            cell(bar.measured()),
                            plain(bar.bar()),
                            plain(bar.aim()),
                            bar.verdict(),
                            bar.note()));
        }
    }

    private void race(StringBuilder page, Findings findings) {
        page.append("\n## ").append(findings.name()).append("\n\n");
        for (String fact : List.of("how", "page cache", "start", "heap", "answers")) {
            page.append("- ")
                    .append(fact)
                    .append(": ")
                    .append(findings.facts().getOrDefault(fact, "-"))
                    .append('\n');
        }
        String failures = findings.facts().getOrDefault("failures", "");
        if (!failures.isEmpty()) {
            page.append("- failures: ").append(failures).append('\n');
        }
        page.append("\n| Loading and files | Colonnade | DuckDB |\n|---|---|---|\n");
        for (String item : findings.items("", Metric.LOAD)) {
            row(page, findings, "", item, Metric.LOAD, item + ", s", 1);
        }
        for (String item : findings.items("", Metric.DISK)) {
            row(page, findings, "", item, Metric.DISK, item + ", MB", 1e6);
        }
        for (String setting : findings.settings()) {
            page.append("\n### ")
                    .append(findings.name())
                    .append(", ")
                    .append(setting)
                    .append("\n\n");
            queries(page, findings, setting);
            page.append('\n');
            page.append("| Process | Colonnade | DuckDB |\n|---|---|---|\n");
            row(page, findings, setting, "all", Metric.PEAK, "peak memory, MB", 1e6);
            row(page, findings, setting, "all", Metric.BARE, "of that its JVM alone, MB", 1e6);
            row(page, findings, setting, "all", Metric.ANONYMOUS, "belonging to no file at the end, MB", 1e6);
            row(page, findings, setting, "all", Metric.OPEN, "opening the files, ms", 1);
            row(page, findings, setting, "all", Metric.READY, "from the start of the process until open, ms", 1);
        }
    }

    private static void row(
            StringBuilder page,
            Findings findings,
            String setting,
            String item,
            String metric,
            String label,
            double unit) {
        OptionalDouble own = findings.value(setting, item, Bars.OWN, metric);
        OptionalDouble other = findings.value(setting, item, Bars.OTHER, metric);
        if (own.isPresent() || other.isPresent()) {
            page.append("| %s | %s | %s |\n".formatted(label, cell(scaled(own, unit)), cell(scaled(other, unit))));
        }
    }

    private static OptionalDouble scaled(OptionalDouble value, double unit) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() / unit) : value;
    }

    private static void queries(StringBuilder page, Findings findings, String setting) {
        page.append("| Query | Colonnade | DuckDB | Ratio | First run: Colonnade | DuckDB | Ratio |\n")
                .append("|---|---|---|---|---|---|---|\n");
        List<String> items = findings.items(setting, Metric.WARM);
        for (String item : items.isEmpty() ? findings.items(setting, Metric.FIRST) : items) {
            List<String> cells = new ArrayList<>(List.of(item));
            for (String metric : List.of(Metric.WARM, Metric.FIRST)) {
                OptionalDouble own = findings.value(setting, item, Bars.OWN, metric);
                OptionalDouble other = findings.value(setting, item, Bars.OTHER, metric);
                cells.add(cell(own));
                cells.add(cell(other));
                cells.add(cell(
                        own.isPresent() && other.orElse(0) > 0
                                ? OptionalDouble.of(own.getAsDouble() / other.getAsDouble())
                                : OptionalDouble.empty()));
            }
            page.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
    }

    private void curve(StringBuilder page) {
        Map<Double, Findings> stars = new TreeMap<>();
        for (Findings findings : all.values()) {
            Matcher matcher = STAR.matcher(findings.name());
            if (matcher.matches()) {
                stars.put(Double.valueOf(matcher.group(1)), findings);
            }
        }
        Curve curve = Curve.of(stars, new Phase(2, "").label(), Bars.OWN);
        if (curve.scales().size() < 2) {
            return;
        }
        page.append("\n## Growth with the data\n\nSSB, sorted, 2 threads, Colonnade, milliseconds. ")
                .append(
                        curve.tooFast().isEmpty()
                                ? "None grows faster than the data"
                                : "Faster than the data grow " + String.join(", ", curve.tooFast()))
                .append(" from the least scale to the greatest; an exponent of 1 is as fast as the data.\n\n| Query |");
        curve.scales()
                .forEach(scale -> page.append(" scale ").append(plain(scale)).append(" |"));
        page.append(" growth | exponent |\n|---|---|---|")
                .append("---|".repeat(curve.scales().size()))
                .append('\n');
        curve.times().forEach((item, byScale) -> {
            page.append("| ").append(item).append(" |");
            for (double scale : curve.scales()) {
                Double millis = byScale.get(scale);
                page.append(' ')
                        .append(cell(millis == null ? OptionalDouble.empty() : OptionalDouble.of(millis)))
                        .append(" |");
            }
            page.append(" %s | %s |\n"
                    .formatted(
                            cell(OptionalDouble.of(curve.growth(item))),
                            cell(OptionalDouble.of(curve.exponent(item)))));
        });
    }

    /// All that is no race: clients, waiting, fixed costs.
    private void others(StringBuilder page) {
        for (Findings findings : all.values()) {
            if (!findings.items("", Metric.LOAD).isEmpty()) {
                continue;
            }
            page.append("\n## ").append(findings.name()).append("\n\n");
            String how = findings.facts().getOrDefault("how", "");
            if (!how.isEmpty()) {
                page.append(how).append(".\n\n");
            }
            table(page, findings);
        }
    }

    /// A line for each setting and item, a column for each engine and metric.
    private static void table(StringBuilder page, Findings findings) {
        record Line(String setting, String item) {}
        record Column(String engine, String metric) {}
        Map<Line, Map<Column, Double>> lines = new LinkedHashMap<>();
        Set<Column> columns = new LinkedHashSet<>();
        for (Figure figure : findings.figures()) {
            Column column = new Column(figure.engine(), figure.metric());
            columns.add(column);
            lines.computeIfAbsent(new Line(figure.setting(), figure.item()), key -> new HashMap<>())
                    .put(column, figure.value());
        }
        page.append("| | |");
        columns.forEach(column -> page.append(' ')
                .append(column.engine())
                .append(": ")
                .append(column.metric().replace("bytes", "MB"))
                .append(" |"));
        page.append("\n|---|---|").append("---|".repeat(columns.size())).append('\n');
        lines.forEach((line, values) -> {
            page.append("| %s | %s |".formatted(line.setting(), line.item()));
            for (Column column : columns) {
                double unit = column.metric().endsWith("bytes") ? 1e6 : 1;
                page.append(' ')
                        .append(cell(OptionalDouble.of(values.getOrDefault(column, Double.NaN) / unit)))
                        .append(" |");
            }
            page.append('\n');
        });
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /// Three digits at least that tell something.
    private static String cell(OptionalDouble value) {
        if (value.isEmpty() || Double.isNaN(value.getAsDouble())) {
            return "-";
        }
        double number = value.getAsDouble();
        return String.format(
                Locale.ROOT, Math.abs(number) < 1 ? "%.3f" : Math.abs(number) < 1000 ? "%.2f" : "%,.0f", number);
    }
}
