package io.colonnade.benchmarks.fuzz;

import io.colonnade.benchmarks.fuzz.check.Check;
import io.colonnade.benchmarks.fuzz.check.CheckKind;
import io.colonnade.benchmarks.fuzz.check.Engines;
import io.colonnade.benchmarks.fuzz.check.Judge;
import io.colonnade.benchmarks.fuzz.check.Verdict;
import io.colonnade.benchmarks.fuzz.grow.Growth;
import io.colonnade.benchmarks.fuzz.shrink.Shrinking;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.World;
import io.colonnade.benchmarks.fuzz.world.WorldMaker;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Locale;

/// Makes world after world and asks each a number of queries, all under one seed.
///
/// Query number n of a seed is the same whatever the number of queries, so that a single one can be run again.
public final class FuzzRun {
    /// Queries to a world.
    private static final int QUERIES = 40;

    /// Between two words of how far it is.
    private static final long PROGRESS_NANOS = 20_000_000_000L;

    private final long seed;
    private final int nodes;
    private final boolean oracle;
    private final PrintStream out;
    private final int faultsMax;
    private final int shrinkSeconds;
    private final Tally tally = new Tally();

    /// @param oracle whether to ask DuckDB, too
    /// @param faultsMax ends after so many
    /// @param shrinkSeconds the longest time that making a case smaller takes
    public FuzzRun(long seed, int nodes, boolean oracle, int faultsMax, int shrinkSeconds, PrintStream out) {
        this.seed = seed;
        this.nodes = nodes;
        this.oracle = oracle;
        this.faultsMax = faultsMax;
        this.shrinkSeconds = shrinkSeconds;
        this.out = out;
    }

    /// Queries from this number on; each makes a check or two.
    public Tally run(int first, int count) throws SQLException {
        int number = first;
        long began = System.nanoTime();
        long told = began;
        while (number < first + count && tally.faults() < faultsMax) {
            int worldNumber = number / QUERIES;
            World world = new WorldMaker(Dice.seed(seed, -1 - worldNumber)).make();
            Engines engines = Engines.open(world, nodes);
            try {
                for (;
                        number < first + count && number / QUERIES == worldNumber && tally.faults() < faultsMax;
                        number++) {
                    one(world, engines, number);
                    long now = System.nanoTime();
                    if (now - told > PROGRESS_NANOS) {
                        told = now;
                        System.err.println(progress(number - first + 1, count, now - began));
                    }
                }
            } finally {
                close(engines, worldNumber);
            }
        }
        return tally;
    }

    private String progress(int asked, int count, long nanos) {
        double seconds = nanos / 1e9;
        return String.format(
                Locale.ROOT,
                "%,d of %,d queries, %.1f a second, %.0f s to go: %s",
                asked,
                count,
                asked / seconds,
                (count - asked) * seconds / asked,
                tally);
    }

    private void close(Engines engines, int worldNumber) {
        try {
            engines.close();
        } catch (SQLException e) {
            tally.addFault();
            out.println("# seed " + seed + ", queries " + worldNumber * QUERIES + " to "
                    + ((worldNumber + 1) * QUERIES - 1) + ": " + e.getMessage());
        }
    }

    private void one(World world, Engines engines, int number) throws SQLException {
        Growth growth = new Growth(world, Dice.seed(seed, number));
        Dice dice = new Dice(Dice.seed(seed ^ 1, number));
        if (dice.chance(0.25)) {
            Part root = Phrase.fixed("$1$2$3$4$5", growth.split().toArray(Part[]::new));
            ask(engines, new Check(world, dice.pick(CheckKind.pairs()), root), number);
            return;
        }
        if (oracle && dice.chance(0.1)) {
            ask(engines, new Check(world, CheckKind.CHANGES, growth.changes()), number);
            return;
        }
        Part query = oracle && dice.chance(0.12) ? growth.risk() : growth.query();
        if (oracle) {
            ask(engines, new Check(world, CheckKind.ORACLE, query), number);
        }
        if (!oracle || dice.chance(0.4)) {
            ask(engines, new Check(world, CheckKind.SETTING, query), number);
        }
    }

    private void ask(Engines engines, Check check, int number) throws SQLException {
        Verdict verdict = new Judge(engines).judge(check);
        tally.add(check.kind(), verdict);
        if (verdict instanceof Verdict.Fault fault) {
            Shrinking.Result result = new Shrinking(check, fault, nodes, shrinkSeconds).run();
            out.println(CaseText.of("seed " + seed + ", query " + number, result));
            out.flush();
        }
    }
}
