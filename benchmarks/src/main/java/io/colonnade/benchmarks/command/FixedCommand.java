package io.colonnade.benchmarks.command;

import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.figures.Figure;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.fixed.FixedCosts;
import io.colonnade.sample.Progress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./colonnade bench fixed`: a trivial query, queries on few rows, the start of the shell.
@Command(
        name = "fixed",
        mixinStandardHelpOptions = true,
        description = "Times what does not depend on the number of rows.")
final class FixedCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "10000", description = "trivial queries (default: 10000)")
    private int rounds = 10_000;

    @Option(names = "--shells", defaultValue = "5", description = "starts of the shell (default: 5)")
    private int shells = 5;

    @Option(names = "--threads", defaultValue = "2", description = "threads of a query (default: 2)")
    private int threads = 2;

    @Option(names = "--output", description = "a file for the figures, .json or .csv")
    private @Nullable Path output;

    @Override
    public Integer call() throws Exception {
        Findings findings = new FixedCosts(rounds, shells, threads).run(new Progress(System.err));
        System.out.println(Machine.describe());
        for (Figure figure : findings.figures()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %-20s %-8s %10.3f ms%n",
                    figure.setting(),
                    figure.item(),
                    figure.metric().replace(" ms", "").replace("warm", "median"),
                    figure.value());
        }
        if (output != null) {
            findings.write(output);
        }
        return 0;
    }
}
