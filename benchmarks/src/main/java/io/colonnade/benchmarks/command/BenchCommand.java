package io.colonnade.benchmarks.command;

import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.loops.LoopsCommand;
import io.colonnade.benchmarks.memory.MemoryCommand;
import io.colonnade.benchmarks.pages.PagesCommand;
import io.colonnade.benchmarks.race.DataSetting;
import io.colonnade.benchmarks.race.Databases;
import io.colonnade.benchmarks.race.Phase;
import io.colonnade.benchmarks.race.Race;
import io.colonnade.benchmarks.race.RaceTable;
import io.colonnade.benchmarks.race.RunSetting;
import io.colonnade.benchmarks.statements.StatementsCommand;
import io.colonnade.benchmarks.waiting.WaitingCommand;
import io.colonnade.benchmarks.worker.EngineKind;
import io.colonnade.benchmarks.writes.WritesCommand;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleSchema;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./colonnade bench ssb --scale 1 --runs 7 --vs duckdb`: the queries of a sample schema on Colonnade and, side by
/// side in the same run, on DuckDB.
///
/// Both load the same files in the same sort order into files of their own, each in a process of its own;
/// then every query runs on each engine in turn, first after a restart, then to warm up, then `runs` times,
/// with other literals each time and a row more in the fact table. Medians are compared, and the answers of
/// every run.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            ClientsCommand.class,
            CompareCommand.class,
            CurveCommand.class,
            FixedCommand.class,
            LoopsCommand.class,
            MemoryCommand.class,
            PagesCommand.class,
            ResultsCommand.class,
            StatementsCommand.class,
            SuiteCommand.class,
            WaitingCommand.class,
            WritesCommand.class
        },
        description = "Times the queries of a sample schema, side by side with another engine.",
        footer = {
            "",
            "Examples:",
            "  ./colonnade bench ssb --scale 1 --runs 7 --vs duckdb",
            "  ./colonnade bench ssb --scale 10 --vs duckdb --unsorted --queries q1.1,q2.1",
            "  ./colonnade bench ssb --scale 10 --vs duckdb --restarts 3 --threads 1,2 --memory default,quarter",
            "  ./colonnade bench tpch --scale 1 --vs duckdb --nodes 3 --memory tenth",
            "  ./colonnade bench suite --budget 25m",
            "  ./colonnade bench compare HEAD~5 HEAD",
            "  ./colonnade bench curve --scales 1,3,10",
            "  ./colonnade bench loops --scale 10",
            "  ./colonnade bench memory --scale 1",
            "  ./colonnade bench pages",
        })
public final class BenchCommand implements Callable<Integer> {
    private static final String DEFAULT = "default";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SCHEMA",
            defaultValue = "ssb",
            description = "ssb, retail or tpch (default: ssb)")
    private String schema = "ssb";

    @Option(names = "--scale", defaultValue = "1", description = "scale factor (default: 1)")
    private double scale = 1;

    @Option(names = "--runs", defaultValue = "7", description = "timed runs of each query (default: 7)")
    private int runs = 7;

    @Option(names = "--warmups", defaultValue = "5", description = "runs before those (default: 5)")
    private int warmups = 5;

    @Option(
            names = "--restarts",
            defaultValue = "1",
            description = "fresh processes that ask each query once, before the warm ones (default: 1)")
    private int restarts = 1;

    @Option(names = "--vs", description = "the other engine: duckdb")
    private String other = "";

    @Option(names = "--nodes", defaultValue = "1", description = "nodes of Colonnade (default: 1)")
    private int nodes = 1;

    @Option(
            names = "--threads",
            split = ",",
            defaultValue = "2",
            description = "threads of each engine; several one after the other, such as 1,2 (default: 2)")
    private List<Integer> threads = List.of(2);

    @Option(
            names = "--memory",
            split = ",",
            description = "memory of each engine, such as 2GiB (default: 'default', their own); 'quarter' of what the"
                    + " other one takes without a limit; 'tenth' lets Colonnade run each query in a tenth of what it"
                    + " takes otherwise; several one after the other")
    private List<String> memories = List.of(DEFAULT);

    @Option(names = "--heap", defaultValue = "0", description = "MiB of Colonnade's Java heap (default: as this JVM)")
    private int heapMiB;

    @Option(names = "--unsorted", description = "load without sort keys, in the order of the files")
    private boolean unsorted;

    @Option(names = "--queries", split = ",", description = "only these, such as q1.1,q2.1")
    private List<String> queries = List.of();

    @Option(names = "--seed", defaultValue = "1", description = "of the literals (default: 1)")
    private long seed = 1;

    @Option(names = "--same-literals", description = "ask the texts as they are written, again and again")
    private boolean sameLiterals;

    @Option(names = "--no-inserts", description = "leave the fact table as it is between the runs")
    private boolean noInserts;

    @Option(names = "--evict", description = "before each restart, the databases' files leave the page cache")
    private boolean evict;

    @Option(names = "--output", description = "a file for the figures, .json or .csv")
    private @Nullable Path output;

    public static void main(String[] arguments) {
        int code = new CommandLine(new BenchCommand())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("error: " + failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
        System.exit(code);
    }

    @Override
    public Integer call() throws Exception {
        memories.forEach(BenchCommand::check);
        Progress progress = new Progress(System.err);
        List<EngineKind> engines = EngineKind.with(other);
        List<Phase> phases = threads.stream()
                .flatMap(count ->
                        memories.stream().map(memory -> new Phase(count, memory.equals(DEFAULT) ? "" : memory)))
                .toList();
        DataSetting data = new DataSetting(
                SampleSchema.valueOf(schema.toUpperCase(Locale.ROOT)), scale, !unsorted, engines, nodes, heapMiB);
        RunSetting setting =
                new RunSetting(restarts, warmups, runs, phases, queries, seed, !sameLiterals, !noInserts, evict);
        System.out.printf("%s%n%s%n", Machine.describe(), data.name());
        try (Databases databases = new Databases(data, progress)) {
            databases.load(Collections.max(threads), isSize(memories.getFirst()) ? memories.getFirst() : "");
            databases.print(System.out);
            Race race = new Race(databases, setting, progress);
            Findings findings = race.run();
            new RaceTable(findings, engines.stream().map(EngineKind::label).toList()).print(System.out);
            race.faults().forEach(System.out::println);
            if (output != null) {
                findings.write(output);
            }
            return race.faults().isEmpty() ? 0 : 1;
        }
    }

    /// Before anything is generated and loaded.
    private static void check(String memory) {
        if (!memory.matches(DEFAULT + "|quarter|tenth|[0-9]+[KMGT]i?B")) {
            throw new IllegalArgumentException(
                    "--memory takes default, quarter, tenth or a size such as 2GiB, not '" + memory + "'");
        }
    }

    private static boolean isSize(String memory) {
        return !memory.isEmpty() && Character.isDigit(memory.charAt(0));
    }
}
