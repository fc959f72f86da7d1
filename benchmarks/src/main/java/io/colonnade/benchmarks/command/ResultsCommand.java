package io.colonnade.benchmarks.command;

import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.race.Databases;
import io.colonnade.benchmarks.results.ResultsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./colonnade bench results`: writes docs/results.md from the files that the suite left.
@Command(
        name = "results",
        mixinStandardHelpOptions = true,
        description = "Writes the page of results from files of figures.")
final class ResultsCommand implements Callable<Integer> {
    @Option(names = "--from", description = "folder of JSON files (default: .data/results)")
    private @Nullable Path from;

    @Option(names = "--to", description = "the page (default: docs/results.md)")
    private @Nullable Path to;

    @Option(names = "--scale", defaultValue = "10", description = "of the large star schema (default: 10)")
    private String scale = "10";

    @Option(names = "--small", defaultValue = "1", description = "of the small one and of TPC-H (default: 1)")
    private String small = "1";

    @Override
    public Integer call() throws Exception {
        write(from == null ? folder() : from, to == null ? page() : to, scale, small);
        return 0;
    }

    /// Where the suite leaves its files.
    static Path folder() {
        return Databases.root().resolve("results");
    }

    static Path page() {
        return Path.of(System.getProperty("colonnade.root", ".")).resolve("docs/results.md");
    }

    static void write(Path from, Path to, String scale, String small) throws IOException {
        Files.writeString(to, new ResultsPage(Findings.readAll(from), scale, small).text());
        System.out.println("wrote " + to);
    }
}
