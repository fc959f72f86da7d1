package io.colonnade.benchmarks.clients;

import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.figures.Figure;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.figures.Metric;
import io.colonnade.benchmarks.figures.Spread;
import io.colonnade.benchmarks.race.Databases;
import io.colonnade.benchmarks.worker.EngineKind;
import io.colonnade.benchmarks.worker.EngineProcess;
import io.colonnade.sample.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Clients that ask the queries of a schema, with other literals each time, one engine after the other.
///
/// @param clients connections with a thread each
/// @param seconds that count; a quarter as many come before them
/// @param threads of each query, which is all that an engine may use at once
public record ClientsRun(Databases databases, int clients, double seconds, int threads, long seed) {
    public Findings run(Progress progress, PrintStream out) throws IOException, InterruptedException, SQLException {
        List<Figure> figures = new ArrayList<>();
        String setting = clients + " clients";
        out.printf("%n%-12s %12s %12s %10s %10s %10s%n", setting, "queries/s", "queries", "p50 ms", "p95 ms", "p99 ms");
        for (EngineKind kind : databases.setting().engines()) {
            progress.say(kind.label() + ": " + setting);
            try (EngineProcess process = databases.start(kind, threads, "")) {
                Spread spread = Spread.of(process.clients(databases.setting().schema(), seed, clients, seconds));
                double perSecond = spread.count() / seconds;
                out.printf(
                        Locale.ROOT,
                        "%-12s %12.1f %12d %10.2f %10.2f %10.2f%n",
                        kind.label(),
                        perSecond,
                        spread.count(),
                        spread.quantile(0.5),
                        spread.quantile(0.95),
                        spread.quantile(0.99));
                String engine = kind.label();
                figures.add(new Figure(setting, "all", engine, Metric.THROUGHPUT, perSecond));
                figures.add(new Figure(setting, "all", engine, Metric.P50, spread.quantile(0.5)));
                figures.add(new Figure(setting, "all", engine, Metric.P95, spread.quantile(0.95)));
                figures.add(new Figure(setting, "all", engine, Metric.P99, spread.quantile(0.99)));
                double peak = process.memory().peak();
                figures.add(new Figure(setting, "all", engine, Metric.PEAK, peak));
            }
        }
        Map<String, String> facts = Machine.facts();
        databases.versions().forEach((kind, version) -> facts.put(kind.label(), version));
        facts.put("how", "%s for %.0f s, %d thread(s)".formatted(setting, seconds, threads));
        return new Findings("clients " + databases.setting().name(), facts, figures);
    }
}
