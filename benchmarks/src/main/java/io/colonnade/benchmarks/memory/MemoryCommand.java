package io.colonnade.benchmarks.memory;

import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.SmallMemory;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleData;
import io.colonnade.sample.SampleLoader;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./colonnade bench memory --scale 1`: the SSB queries and others with many groups, partners and rows to
/// sort, first with all memory, then with a tenth of what they took at most.
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "Runs heavy queries in a tenth of their memory and compares the answers.",
        footer = {"", "Example:", "  ./colonnade bench memory --scale 1 --nodes 3"})
public final class MemoryCommand implements Callable<Integer> {
    private static final double MIB = 1 << 20;

    @Option(names = "--scale", defaultValue = "1", description = "scale factor (default: 1)")
    private double scale = 1;

    @Option(names = "--nodes", defaultValue = "1", description = "nodes (default: 1)")
    private int nodes = 1;

    @Option(names = "--threads", defaultValue = "2", description = "threads of a pipeline (default: 2)")
    private int threads = 2;

    @Option(names = "--divisor", defaultValue = "10", description = "the part of the peak that is left (default: 10)")
    private int divisor = 10;

    @Option(names = "--query", defaultValue = "", description = "only those whose name contains this")
    private String name = "";

    @Override
    public Integer call() throws Exception {
        Progress progress = new Progress(System.err);
        Path root = Path.of(System.getProperty("colonnade.root", "."), ".data").toAbsolutePath();
        DataFolder folder = new SampleData(SampleSchema.SSB, scale, SampleData.DEFAULT_SEED, FileFormat.CSV)
                .under(root, Runtime.getRuntime().availableProcessors(), progress);
        print("%s%n", Machine.describe());
        print("ssb scale %s in memory, %d node(s), %d thread(s), 1/%d of the peak%n", scale, nodes, threads, divisor);
        String url = "jdbc:colonnade:mem:memory-bench?nodes=" + nodes + "&threads=" + threads;
        try (Connection connection = DriverManager.getConnection(url)) {
            progress.say("loading");
            new SampleLoader(connection, SampleSchema.SSB, progress).load(folder);
            return compare(new SmallMemory(url), progress) ? 0 : 1;
        }
    }

    private boolean compare(SmallMemory memory, Progress progress) {
        print("%n%-20s %10s %10s %10s %10s %10s  %s%n", "query", "peak", "limit", "peak", "spilled", "time", "answer");
        print("%-20s %10s %10s %10s %10s %10s%n", "", "MiB", "MiB", "MiB", "MiB", "ms");
        boolean fine = true;
        for (SampleQuery query : HeavyQueries.all()) {
            if (!query.name().contains(name)) {
                continue;
            }
            progress.say(query.name());
            try {
                SmallMemory.Pair pair = memory.run(query, divisor);
                String difference = pair.difference();
                fine &= difference.isEmpty();
                print(
                        "%-20s %10.2f %10.2f %10.2f %10.1f %4.0f > %3.0f  %s%n",
                        query.name(),
                        pair.unlimited().statistics().peakBytes() / MIB,
                        pair.limitBytes() / MIB,
                        pair.limited().statistics().peakBytes() / MIB,
                        pair.limited().statistics().spilledBytes() / MIB,
                        pair.unlimited().statistics().elapsedNanos() / 1e6,
                        pair.limited().statistics().elapsedNanos() / 1e6,
                        difference.isEmpty() ? "equal" : "DIFFERS: " + difference);
            } catch (SQLException e) {
                fine = false;
                print("%-20s %s %s%n", query.name(), e.getSQLState(), String.valueOf(e.getMessage()));
            }
        }
        return fine;
    }

    private static void print(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format, arguments);
    }
}
