package io.colonnade.benchmarks.command;

import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.clients.ClientsRun;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.fixed.FixedCosts;
import io.colonnade.benchmarks.race.DataSetting;
import io.colonnade.benchmarks.race.Databases;
import io.colonnade.benchmarks.race.Phase;
import io.colonnade.benchmarks.race.Race;
import io.colonnade.benchmarks.race.RaceTable;
import io.colonnade.benchmarks.race.RunSetting;
import io.colonnade.benchmarks.waiting.WaitingCommand;
import io.colonnade.benchmarks.worker.EngineKind;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./colonnade bench suite --budget 25m`: all bars, the most telling first, and the page of results.
///
/// A step begins only if what it takes on a quiet machine with two processors still fits into the budget.
/// Each leaves its file when it ends, so that one can stop the suite at any time.
@Command(
        name = "suite",
        mixinStandardHelpOptions = true,
        description = "Measures all that has a bar, and writes docs/results.md.",
        footer = {
            "",
            "Examples:",
            "  ./colonnade bench suite --budget 25m",
            "  ./colonnade bench suite --scale 0.1 --small 0.01 --curve 0.01 --page target/results.md",
        })
final class SuiteCommand implements Callable<Integer> {
    @Option(names = "--budget", defaultValue = "25m", description = "such as 25m or 90s (default: 25m)")
    private String budget = "25m";

    @Option(names = "--scale", defaultValue = "10", description = "of the large star schema (default: 10)")
    private double scale = 10;

    @Option(names = "--small", defaultValue = "1", description = "of the small one and of TPC-H (default: 1)")
    private double small = 1;

    @Option(
            names = "--curve",
            split = ",",
            defaultValue = "3,30",
            description = "further scales of the star schema, Colonnade alone (default: 3,30)")
    private List<Double> curve = List.of(3.0, 30.0);

    @Option(names = "--runs", defaultValue = "7", description = "rounds that count (default: 7)")
    private int runs = 7;

    @Option(
            names = "--warmups",
            defaultValue = "10",
            description = "rounds before those; twice as many at the small scale, where they take less (default: 10)")
    private int warmups = 10;

    @Option(names = "--restarts", defaultValue = "3", description = "restarts of each engine (default: 3)")
    private int restarts = 3;

    @Option(names = "--evict", description = "before each restart, the databases' files leave the page cache")
    private boolean evict;

    @Option(names = "--steps", split = ",", description = "only those whose names contain one of these")
    private List<String> steps = List.of();

    @Option(names = "--page", description = "where the results go (default: docs/results.md)")
    private @Nullable Path page;

    @Option(names = "--results", description = "folder of the JSON files (default: .data/results)")
    private @Nullable Path results;

    private final Progress progress = new Progress(System.err);

    /// @param seconds on a quiet machine
    private record Step(String name, double seconds, Callable<Boolean> work) {}

    @Override
    public Integer call() throws Exception {
        System.out.println(Machine.describe());
        long end = System.nanoTime() + duration(budget).toNanos();
        Path folder = results == null ? ResultsCommand.folder() : results;
        boolean fine = true;
        List<Step> all = steps(folder);
        for (String wanted : steps) {
            if (all.stream().noneMatch(step -> step.name().contains(wanted))) {
                throw new IllegalArgumentException("no step has '" + wanted + "' in its name; there are "
                        + String.join(", ", all.stream().map(Step::name).toList()));
            }
        }
        for (Step step : all) {
            if (!steps.isEmpty() && steps.stream().noneMatch(step.name()::contains)) {
                continue;
            }
            double left = (end - System.nanoTime()) / 1e9;
            if (left < step.seconds()) {
                System.out.printf(
                        Locale.ROOT,
                        "%nleft out: %s takes %.0f s, %.0f s are left%n",
                        step.name(),
                        step.seconds(),
                        left);
                continue;
            }
            System.out.printf("%n== %s%n", step.name());
            try {
                fine &= step.work().call();
            } catch (Exception failure) {
                fine = false;
                System.out.println(step.name() + " failed: " + failure);
            }
            ResultsCommand.write(folder, page == null ? ResultsCommand.page() : page, plain(scale), plain(small));
        }
        return fine ? 0 : 1;
    }

    /// What each takes was measured at scale 10 and 1.
    private List<Step> steps(Path folder) {
        List<EngineKind> both = List.of(EngineKind.COLONNADE, EngineKind.DUCKDB);
        List<Phase> all = List.of(new Phase(2, ""), new Phase(2, Phase.QUARTER), new Phase(1, ""));
        List<Phase> two = List.of(new Phase(2, ""));
        DataSetting large = new DataSetting(SampleSchema.SSB, scale, true, both, 1, 0);
        DataSetting unsorted = new DataSetting(SampleSchema.SSB, scale, false, both, 1, 0);
        DataSetting star = new DataSetting(SampleSchema.SSB, small, true, both, 1, 0);
        DataSetting orders = new DataSetting(SampleSchema.TPCH, small, true, both, 1, 0);
        List<Step> list = new ArrayList<>();
        // First, since starting the shell makes the archive of classes from which the others start.
        list.add(new Step("fixed costs", 60, () -> {
            new FixedCosts(10_000, 5, 2).run(progress).writeInto(folder);
            return true;
        }));
        list.add(new Step(large.name(), 60 + 30 * scale, () -> race(large, all, restarts, folder)));
        list.add(new Step(star.name(), 60 + 40 * small, () -> race(star, all, restarts, folder)));
        list.add(new Step(orders.name(), 45 + 90 * small, () -> race(orders, two, 1, folder)));
        list.add(new Step(unsorted.name(), 30 + 15 * scale, () -> race(unsorted, two, 0, folder)));
        list.add(new Step("clients", 70, () -> clients(star, folder)));
        list.add(new Step("waiting", 120, () -> waiting(folder)));
        for (double further : curve) {
            DataSetting data = new DataSetting(SampleSchema.SSB, further, true, List.of(EngineKind.COLONNADE), 1, 0);
            list.add(new Step(data.name(), 20 + 12 * further, () -> race(data, two, 0, folder)));
        }
        return list;
    }

    private boolean race(DataSetting data, List<Phase> phases, int restarts, Path folder) throws Exception {
        RunSetting setting = new RunSetting(
                restarts, data.scale() > small ? warmups : 2 * warmups, runs, phases, List.of(), 1, true, true, evict);
        try (Databases databases = new Databases(data, progress)) {
            databases.load(2, "");
            databases.print(System.out);
            Race race = new Race(databases, setting, progress);
            Findings findings = race.run();
            new RaceTable(
                            findings,
                            data.engines().stream().map(EngineKind::label).toList())
                    .print(System.out);
            race.faults().forEach(System.out::println);
            findings.writeInto(folder);
            return race.faults().isEmpty();
        }
    }

    private boolean clients(DataSetting data, Path folder) throws Exception {
        try (Databases databases = new Databases(data, progress)) {
            databases.load(2, "");
            new ClientsRun(databases, 16, 20, 2, 1).run(progress, System.out).writeInto(folder);
        }
        return true;
    }

    private static boolean waiting(Path folder) {
        String output = folder.resolve("waiting.json").toString();
        // Its answer is whether a bar was met, which is no fault here.
        int code = new CommandLine(new WaitingCommand())
                .execute("--rows", "1000000", "--seconds", "3", "--nodes", "1", "--vs", "duckdb", "--output", output);
        return code <= 1;
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
