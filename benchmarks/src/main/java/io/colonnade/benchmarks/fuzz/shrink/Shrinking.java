package io.colonnade.benchmarks.fuzz.shrink;

import io.colonnade.benchmarks.fuzz.check.Check;
import io.colonnade.benchmarks.fuzz.check.Engines;
import io.colonnade.benchmarks.fuzz.check.Judge;
import io.colonnade.benchmarks.fuzz.check.Verdict;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.world.Table;
import io.colonnade.benchmarks.fuzz.world.World;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a failing check smaller as long as it fails in the same way: clauses, items and tables go,
/// expressions become those below them or constants, then rows and columns go, then the query again. Ends
/// after a time.
public final class Shrinking {
    private final int nodes;
    private final long endNanos;
    private Check check;
    private Verdict.Fault fault;

    public Shrinking(Check check, Verdict.Fault fault, int nodes, long seconds) {
        this.check = check;
        this.fault = fault;
        this.nodes = nodes;
        this.endNanos = System.nanoTime() + seconds * 1_000_000_000L;
    }

    /// A check and what came of it.
    public record Result(Check check, Verdict.Fault fault) {}

    public Result run() throws SQLException {
        int before;
        do {
            before = size();
            query();
            data();
        } while (size() < before && !isOver());
        return new Result(check, fault);
    }

    private int size() {
        return check.root()
                        .text(io.colonnade.benchmarks.fuzz.text.Dialect.COLONNADE)
                        .length()
                + check.world().tables().stream().mapToInt(Shrinking::size).sum();
    }

    private static int size(Table table) {
        return (table.rows().size() + 1) * table.columns().size()
                + table.layout().length();
    }

    private boolean isOver() {
        return System.nanoTime() > endNanos;
    }

    private void query() throws SQLException {
        Engines engines = Engines.open(check.world(), nodes);
        try {
            boolean smaller = true;
            while (smaller && !isOver()) {
                smaller = false;
                for (Part root : Smaller.of(check.root())) {
                    if (isOver()) {
                        break;
                    }
                    if (accept(check.withRoot(root), new Judge(engines).judge(check.withRoot(root)))) {
                        smaller = true;
                        break;
                    }
                }
            }
        } finally {
            close(engines);
        }
    }

    private boolean accept(Check smaller, Verdict verdict) {
        if (verdict instanceof Verdict.Fault found && found.kind().equals(fault.kind())) {
            check = smaller;
            fault = found;
            return true;
        }
        return false;
    }

    private void data() {
        for (int table = check.world().tables().size() - 1; table >= 0; table--) {
            if (check.world().tables().size() > 1 && tryWorld(check.world().without(table))) {
                continue;
            }
            rows(table);
            columns(table);
            tryWorld(check.world().with(table, check.world().tables().get(table).plain()));
        }
    }

    /// Leaves out halves of the rows, then quarters, and so on.
    private void rows(int table) {
        int count = check.world().tables().get(table).rows().size();
        for (int piece = Math.max(1, count); piece >= 1; piece /= 2) {
            int from = 0;
            while (from < check.world().tables().get(table).rows().size() && !isOver()) {
                Table now = check.world().tables().get(table);
                List<List<String>> left = new ArrayList<>(now.rows());
                left.subList(from, Math.min(left.size(), from + piece)).clear();
                if (!tryWorld(check.world().with(table, now.withRows(left)))) {
                    from += piece;
                }
            }
        }
    }

    private void columns(int table) {
        for (int column = check.world().tables().get(table).columns().size() - 1; column >= 0; column--) {
            Table now = check.world().tables().get(table);
            if (now.columns().size() > 1 && !isOver()) {
                tryWorld(check.world().with(table, now.without(column)));
            }
        }
    }

    private boolean tryWorld(World world) {
        if (isOver()) {
            return false;
        }
        Engines engines = open(world);
        if (engines == null) {
            return false;
        }
        try {
            return accept(check.withWorld(world), new Judge(engines).judge(check.withWorld(world)));
        } finally {
            close(engines);
        }
    }

    private @Nullable Engines open(World world) {
        try {
            return Engines.open(world, nodes);
        } catch (SQLException unreadable) {
            return null;
        }
    }

    private static void close(Engines engines) {
        try {
            engines.close();
        } catch (SQLException alreadyTold) {
            // A leak was told when the check first ran; here only the size of the case matters.
            return;
        }
    }
}
