package io.colonnade.benchmarks.command;

import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.clients.ClientsRun;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.race.DataSetting;
import io.colonnade.benchmarks.race.Databases;
import io.colonnade.benchmarks.worker.EngineKind;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./colonnade bench clients --clients 16 --seconds 20 --vs duckdb`: how many queries a second many clients are
/// answered.
@Command(
        name = "clients",
        mixinStandardHelpOptions = true,
        description = "Throughput and latencies of many clients that ask the queries of a schema.",
        footer = {"", "Example:", "  ./colonnade bench clients --clients 16 --seconds 20 --vs duckdb"})
final class ClientsCommand implements Callable<Integer> {
    @Option(names = "--schema", defaultValue = "ssb", description = "ssb, retail or tpch (default: ssb)")
    private String schema = "ssb";

    @Option(names = "--scale", defaultValue = "1", description = "scale factor (default: 1)")
    private double scale = 1;

    @Option(names = "--clients", defaultValue = "16", description = "clients at once (default: 16)")
    private int clients = 16;

    @Option(names = "--seconds", defaultValue = "20", description = "of each engine (default: 20)")
    private double seconds = 20;

    @Option(names = "--threads", defaultValue = "2", description = "threads of each engine (default: 2)")
    private int threads = 2;

    @Option(names = "--nodes", defaultValue = "1", description = "nodes of Colonnade (default: 1)")
    private int nodes = 1;

    @Option(names = "--seed", defaultValue = "1", description = "of the literals (default: 1)")
    private long seed = 1;

    @Option(names = "--vs", description = "the other engine: duckdb")
    private String other = "";

    @Option(names = "--output", description = "a file for the figures, .json or .csv")
    private @Nullable Path output;

    @Override
    public Integer call() throws Exception {
        Progress progress = new Progress(System.err);
        List<EngineKind> engines = EngineKind.with(other);
        DataSetting data =
                new DataSetting(SampleSchema.valueOf(schema.toUpperCase(Locale.ROOT)), scale, true, engines, nodes, 0);
        System.out.printf("%s%n%s%n", Machine.describe(), data.name());
        try (Databases databases = new Databases(data, progress)) {
            databases.load(threads, "");
            Findings findings = new ClientsRun(databases, clients, seconds, threads, seed).run(progress, System.out);
            if (output != null) {
                findings.write(output);
            }
        }
        return 0;
    }
}
