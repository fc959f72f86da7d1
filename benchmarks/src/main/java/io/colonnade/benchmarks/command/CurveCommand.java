package io.colonnade.benchmarks.command;

import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.race.Curve;
import io.colonnade.benchmarks.race.DataSetting;
import io.colonnade.benchmarks.race.Databases;
import io.colonnade.benchmarks.race.Phase;
import io.colonnade.benchmarks.race.Race;
import io.colonnade.benchmarks.race.RunSetting;
import io.colonnade.benchmarks.worker.EngineKind;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./colonnade bench curve --scales 1,3,10,30`: whether queries slow down faster than the data grows.
@Command(
        name = "curve",
        mixinStandardHelpOptions = true,
        description = "Time of each query at several scales; none may grow faster than the data.",
        footer = {"", "Example:", "  ./colonnade bench curve --scales 1,3,10 --vs duckdb"})
final class CurveCommand implements Callable<Integer> {
    @Option(names = "--scales", split = ",", defaultValue = "1,3,10", description = "in any order (default: 1,3,10)")
    private List<Double> scales = List.of(1.0, 3.0, 10.0);

    @Option(names = "--schema", defaultValue = "ssb", description = "ssb, retail or tpch (default: ssb)")
    private String schema = "ssb";

    @Option(names = "--vs", description = "the other engine: duckdb")
    private String other = "";

    @Option(names = "--warmups", defaultValue = "5", description = "rounds before those that count (default: 5)")
    private int warmups = 5;

    @Option(names = "--runs", defaultValue = "5", description = "rounds that count (default: 5)")
    private int runs = 5;

    @Option(names = "--threads", defaultValue = "2", description = "threads of each engine (default: 2)")
    private int threads = 2;

    @Option(names = "--queries", split = ",", description = "only these, such as q1.1,q2.1")
    private List<String> queries = List.of();

    @Option(names = "--output", description = "a folder for the figures, a JSON file for each scale")
    private @Nullable Path output;

    @Override
    public Integer call() throws Exception {
        Progress progress = new Progress(System.err);
        List<EngineKind> engines = EngineKind.with(other);
        System.out.println(Machine.describe());
        Phase phase = new Phase(threads, "");
        Map<Double, Findings> findings = new TreeMap<>();
        boolean equal = true;
        for (double scale : scales) {
            DataSetting data =
                    new DataSetting(SampleSchema.valueOf(schema.toUpperCase(Locale.ROOT)), scale, true, engines, 1, 0);
            RunSetting setting = new RunSetting(0, warmups, runs, List.of(phase), queries, 1, true, true, false);
            try (Databases databases = new Databases(data, progress)) {
                databases.load(threads, "");
                Race race = new Race(databases, setting, progress);
                Findings found = race.run();
                findings.put(scale, found);
                equal &= race.faults().isEmpty();
                race.faults().forEach(System.out::println);
                if (output != null) {
                    found.writeInto(output);
                }
            }
        }
        boolean fine = equal;
        for (EngineKind engine : engines) {
            Curve curve = Curve.of(findings, phase.label(), engine.label());
            print(curve, engine.label());
            fine &= engine != EngineKind.COLONNADE || curve.tooFast().isEmpty();
        }
        return fine ? 0 : 1;
    }

    private static void print(Curve curve, String engine) {
        System.out.printf("%n%-12s", engine + " ms");
        curve.scales().forEach(scale -> System.out.printf(Locale.ROOT, "%12s", "scale " + scale));
        System.out.printf("%10s%10s%n", "growth", "exponent");
        curve.times().forEach((item, byScale) -> {
            System.out.printf("%-12s", item);
            for (double scale : curve.scales()) {
                System.out.printf(Locale.ROOT, "%12.2f", byScale.getOrDefault(scale, Double.NaN));
            }
            System.out.printf(Locale.ROOT, "%10.2f%10.2f%n", curve.growth(item), curve.exponent(item));
        });
        System.out.println(
                curve.tooFast().isEmpty()
                        ? "none grows faster than the data"
                        : "FASTER THAN THE DATA: " + String.join(", ", curve.tooFast()));
    }
}
