package io.colonnade.benchmarks.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./colonnade torture writes --seed 7 --kills 300`: a process writes with several clients until it is killed at a
/// random moment; then the database is opened, every row is accounted for, and all that is stored verified; and so on.
@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        description = "Kills processes that write, and checks that nothing acknowledged is lost.",
        footer = {"", "Example:", "  ./colonnade torture writes --seed 7 --kills 300"})
public final class TortureCommand implements Callable<Integer> {
    private static final int PROGRESS_KILLS = 10;

    @Parameters(index = "0", paramLabel = "WHAT", defaultValue = "writes", description = "writes (default)")
    private String what = "writes";

    @Option(names = "--seed", defaultValue = "1", description = "of what is done and when it is killed (default: 1)")
    private long seed = 1;

    @Option(names = "--kills", defaultValue = "20", description = "how often (default: 20)")
    private int kills = 20;

    @Option(names = "--clients", defaultValue = "4", description = "that write side by side (default: 4)")
    private int clients = 4;

    @Option(names = "--nodes", defaultValue = "1", description = "nodes of the database (default: 1)")
    private int nodes = 1;

    @Option(names = "--life", defaultValue = "1500", description = "the longest life in milliseconds (default: 1500)")
    private int lifeMillis = 1500;

    public static void main(String[] arguments) {
        int code = new CommandLine(new TortureCommand())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("error: " + failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
        System.exit(code);
    }

    @Override
    public Integer call() throws Exception {
        if (!what.equals("writes")) {
            throw new IllegalArgumentException("there is no torture of '" + what + "'; take writes");
        }
        Path root = Path.of(System.getProperty("colonnade.root", "."), ".data").toAbsolutePath();
        Path folder = root.resolve("torture-" + seed + "-" + nodes);
        delete(folder);
        Files.createDirectories(folder);
        String wrong = run(folder);
        if (wrong != null) {
            System.out.println(wrong);
            System.out.println("the database is kept in " + folder);
            return 1;
        }
        delete(folder);
        return 0;
    }

    /// Runs it in a folder; what went wrong, or null.
    @Nullable
    String run(Path folder) throws IOException, SQLException, InterruptedException {
        Random random = new Random(seed);
        String url = "jdbc:colonnade:file:" + folder.resolve("database") + "?nodes=" + nodes;
        Ledger ledger = new Ledger();
        for (int kill = 1; kill <= kills; kill++) {
            Life life = new Life(url, random.nextLong(), clients, kill, folder.resolve("files"));
            String failure = life.run(ledger, 10 + random.nextInt(lifeMillis));
            String wrong = failure == null ? Inspection.compare(url, ledger) : failure;
            if (wrong != null) {
                return "seed " + seed + ", kill " + kill + ":\n" + wrong;
            }
            if (kill % PROGRESS_KILLS == 0 || kill == kills) {
                System.out.printf(
                        Locale.ROOT,
                        "%d killed, %,d changes acknowledged in %,d batches, all there%n",
                        kill,
                        ledger.acknowledged(),
                        ledger.batches().size());
            }
        }
        return null;
    }

    /// How many, for a test.
    TortureCommand with(long newSeed, int newKills, int newNodes, int newLifeMillis) {
        seed = newSeed;
        kills = newKills;
        nodes = newNodes;
        lifeMillis = newLifeMillis;
        return this;
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
