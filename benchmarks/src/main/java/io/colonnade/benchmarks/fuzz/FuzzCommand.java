package io.colonnade.benchmarks.fuzz;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./colonnade fuzz sql --seed 7 --count 2000`: random queries over random tables; answers are compared with
/// DuckDB's, with those under other settings, and with those of other queries that must give the same.
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description = "Asks random queries and compares the answers with DuckDB's and with each other.",
        footer = {
            "",
            "Failing cases are made small and printed as .slt cases. Exit codes: 0 no fault, 1 faults, 2 wrong usage.",
            "",
            "Examples:",
            "  ./colonnade fuzz sql --seed 7 --count 2000",
            "  ./colonnade fuzz sql --seed 7 --only 1234",
        })
public final class FuzzCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "WHAT", defaultValue = "sql", description = "sql (default)")
    private String what = "sql";

    @Option(names = "--seed", defaultValue = "1", description = "of all that is random (default: 1)")
    private long seed = 1;

    @Option(names = "--count", defaultValue = "1000", description = "queries (default: 1000)")
    private int count = 1000;

    @Option(names = "--from", defaultValue = "0", description = "the number of the first query (default: 0)")
    private int from;

    @Option(names = "--only", defaultValue = "-1", description = "the number of the only query")
    private int only = -1;

    @Option(names = "--nodes", defaultValue = "1", description = "nodes of Colonnade (default: 1)")
    private int nodes = 1;

    @Option(names = "--faults", defaultValue = "20", description = "end after so many (default: 20)")
    private int faults = 20;

    @Option(names = "--shrink", defaultValue = "40", description = "seconds to make a case smaller (default: 40)")
    private int shrink = 40;

    @Option(names = "--vs", defaultValue = "duckdb", description = "the oracle: duckdb (default) or none")
    private String other = "duckdb";

    public static void main(String[] arguments) {
        int code = new CommandLine(new FuzzCommand())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    failure.printStackTrace(line.getErr());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
        System.exit(code);
    }

    @Override
    public Integer call() throws Exception {
        if (!what.equals("sql")) {
            throw new IllegalArgumentException("there is no fuzzing of '" + what + "'; take sql");
        }
        if (!other.equals("duckdb") && !other.equals("none")) {
            throw new IllegalArgumentException("there is no oracle '" + other + "'; take duckdb or none");
        }
        FuzzRun run = new FuzzRun(seed, nodes, other.equals("duckdb"), faults, shrink, System.out);
        Tally tally = only >= 0 ? run.run(only, 1) : run.run(from, count);
        System.out.println("seed " + seed + ", " + nodes + " node(s)");
        System.out.print(tally.summary());
        return tally.faults() == 0 ? 0 : 1;
    }
}
