package io.colonnade.benchmarks.command;

import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.compare.Tree;
import io.colonnade.benchmarks.compare.Trial;
import io.colonnade.benchmarks.figures.Difference;
import io.colonnade.benchmarks.race.Databases;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleData;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.FileFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./colonnade bench compare main~5 main`: whether a change made queries faster.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compares the engines of two commits, each built in a worktree of its own.",
        footer = {
            "",
            "A ratio below 1 is a gain. FASTER and SLOWER are beyond noise: the interval of the ratio leaves out 1,",
            "and ranks of the processes' medians lie further apart than chance would put them in 19 of 20 cases.",
            "Take five processes or more.",
            "",
            "Examples:",
            "  ./colonnade bench compare main~5 main --schema tpch --queries q1,q18",
            "  ./colonnade bench compare HEAD . --scale 0.1 --processor",
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BEFORE", description = "a commit, or . for this tree as it is")
    private String before = "";

    @Parameters(index = "1", paramLabel = "AFTER", description = "the same")
    private String after = "";

    @Option(names = "--schema", defaultValue = "ssb", description = "ssb, retail or tpch (default: ssb)")
    private String schema = "ssb";

    @Option(names = "--scale", defaultValue = "1", description = "scale factor (default: 1)")
    private double scale = 1;

    @Option(names = "--queries", split = ",", description = "only these, such as q1.1,q2.1")
    private List<String> queries = List.of();

    @Option(names = "--processes", defaultValue = "5", description = "of each commit (default: 5)")
    private int processes = 5;

    @Option(names = "--warmups", defaultValue = "5", description = "rounds before those that count (default: 5)")
    private int warmups = 5;

    @Option(names = "--runs", defaultValue = "5", description = "rounds that count (default: 5)")
    private int runs = 5;

    @Option(names = "--threads", defaultValue = "2", description = "threads of a query (default: 2)")
    private int threads = 2;

    @Option(names = "--processor", description = "compare processor time, on a machine that others use too")
    private boolean processorTime;

    @Option(names = "--seed", defaultValue = "1", description = "of the literals (default: 1)")
    private long seed = 1;

    @Override
    public Integer call() throws Exception {
        Progress progress = new Progress(System.err);
        SampleSchema sample = SampleSchema.valueOf(schema.toUpperCase(Locale.ROOT));
        List<SampleQuery> asked = sample.queries().stream()
                .filter(query -> queries.isEmpty() || queries.contains(query.name()))
                .toList();
        Path root = Databases.root();
        new SampleData(sample, scale, SampleData.DEFAULT_SEED, FileFormat.CSV)
                .under(root, Runtime.getRuntime().availableProcessors(), progress);
        Path project = Path.of(System.getProperty("colonnade.root", ".")).toAbsolutePath();
        Tree first = Tree.of(project, before, progress);
        Tree second = Tree.of(project, after, progress);
        Path scratch = Files.createTempDirectory(root, "compare-");
        try {
            Trial.Amount amount = new Trial.Amount(processes, warmups, runs, threads, processorTime);
            Map<String, Difference> differences =
                    new Trial(sample, asked, List.of(first, second), amount, seed, progress).run(scale, root, scratch);
            System.out.println(Machine.describe());
            System.out.printf(
                    Locale.ROOT,
                    "%s scale %s, %d thread(s), %d process(es) each, %d run(s) after %d warm-up(s), %s%n",
                    schema,
                    scale,
                    threads,
                    processes,
                    runs,
                    warmups,
                    processorTime ? "processor ms, means" : "elapsed ms, medians");
            System.out.printf("before: %s (%s), after: %s (%s)%n%n", before, first.commit(), after, second.commit());
            System.out.printf("%-8s %9s %9s %7s  %s%n", "query", "before", "after", "ratio", "95 % of the ratio");
            differences.forEach((name, difference) -> System.out.printf("%-8s %s%n", name, difference));
        } finally {
            Databases.delete(scratch);
        }
        return 0;
    }
}
