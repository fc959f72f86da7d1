package io.colonnade.benchmarks.command;

import io.colonnade.benchmarks.ColonnadeEngine;
import io.colonnade.benchmarks.DuckDbEngine;
import io.colonnade.benchmarks.Engine;
import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.loops.LoopsCommand;
import io.colonnade.benchmarks.memory.MemoryCommand;
import io.colonnade.benchmarks.pages.PagesCommand;
import io.colonnade.benchmarks.waiting.WaitingCommand;
import io.colonnade.benchmarks.writes.WritesCommand;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleData;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./colonnade bench ssb --scale 1 --runs 7 --vs duckdb`: the queries of a sample schema on Colonnade and, side by
/// side in the same run, on DuckDB.
///
/// Both load the same files in the same sort order into files of their own; then every query runs on each engine in
/// turn, first to warm up, then `runs` times. Medians are compared, and the answers of every run.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            LoopsCommand.class,
            MemoryCommand.class,
            PagesCommand.class,
            WaitingCommand.class,
            WritesCommand.class
        },
        description = "Times the queries of a sample schema, side by side with another engine.",
        footer = {
            "",
            "Examples:",
            "  ./colonnade bench ssb --scale 1 --runs 7 --vs duckdb",
            "  ./colonnade bench ssb --scale 10 --vs duckdb --unsorted --queries q1.1,q2.1",
            "  ./colonnade bench tpch --scale 1 --vs duckdb --nodes 3 --memory tenth",
            "  ./colonnade bench loops --scale 10",
            "  ./colonnade bench memory --scale 1",
            "  ./colonnade bench pages",
        })
public final class BenchCommand implements Callable<Integer> {
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

    @Option(names = "--vs", description = "the other engine: duckdb")
    private String other = "";

    @Option(names = "--nodes", defaultValue = "1", description = "nodes of Colonnade (default: 1)")
    private int nodes = 1;

    @Option(names = "--threads", defaultValue = "2", description = "threads of each engine (default: 2)")
    private int threads = 2;

    @Option(
            names = "--memory",
            description = "memory of each engine, such as 2GiB (default: their own); 'tenth' lets Colonnade run each"
                    + " query in a tenth of what it takes otherwise")
    private String memory = "";

    @Option(names = "--unsorted", description = "load without sort keys, in the order of the files")
    private boolean unsorted;

    @Option(names = "--queries", split = ",", description = "only these, such as q1.1,q2.1")
    private List<String> queries = List.of();

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
        if (!other.isEmpty() && !other.equals("duckdb")) {
            throw new IllegalArgumentException("there is no engine '" + other + "' to compare with; take duckdb");
        }
        Progress progress = new Progress(System.err);
        SampleSchema sample = SampleSchema.valueOf(schema.toUpperCase(Locale.ROOT));
        Path root = Path.of(System.getProperty("colonnade.root", "."), ".data").toAbsolutePath();
        DataFolder folder = new SampleData(sample, scale, SampleData.DEFAULT_SEED, FileFormat.CSV)
                .under(root, Runtime.getRuntime().availableProcessors(), progress);
        Path scratch = root.resolve("bench");
        delete(scratch);
        Files.createDirectories(scratch);

        System.out.println(Machine.describe());
        System.out.printf(
                Locale.ROOT,
                "%s scale %s, %s, %d thread(s), %d node(s), %s memory, %d MiB heap, %d run(s) after %d warm-up(s)%n",
                sample.label(),
                scale,
                unsorted ? "in file order" : "sorted",
                threads,
                nodes,
                memory.isEmpty() ? "default" : memory,
                Runtime.getRuntime().maxMemory() >> 20,
                runs,
                warmups);
        List<Engine> engines = new ArrayList<>();
        try {
            engines.add(new ColonnadeEngine(scratch.resolve("colonnade"), nodes, threads, memory));
            if (!other.isEmpty()) {
                engines.add(DuckDbEngine.onFile(
                        scratch.resolve("duckdb.db"), threads, memory.equals(ColonnadeEngine.TENTH) ? "" : memory));
            }
            Comparison comparison = new Comparison(engines, progress);
            comparison.load(sample, folder, !unsorted);
            return comparison.run(
                            sample.queries().stream()
                                    .filter(query -> queries.isEmpty() || queries.contains(query.name()))
                                    .toList(),
                            warmups,
                            runs)
                    ? 0
                    : 1;
        } finally {
            for (Engine engine : engines) {
                engine.close();
            }
            delete(scratch);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
