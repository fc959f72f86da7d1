package io.colonnade.exec.random;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The cases of one fuzz test: their seeds, how many values they made, and what was exercised.
///
/// Half of the seeds are the same in every run, half are new; both count upwards, so that a case may take its
/// seed modulo the things there are to be tried, and all have their turn. Every case is made from its own
/// seed alone, so that `-Dcolonnade.fuzz.seed=N` runs the one case that failed; `-Dcolonnade.fuzz.values=N`
/// makes more values of all tests together than five million.
public final class FuzzRun {
    private static final long VALUES = Long.getLong("colonnade.fuzz.values", 5_000_000);
    private static final long FIRST_SEED = 20261121;

    /// One case; whatever it throws is a failure of it.
    public interface Case {
        void check(long seed) throws Exception;
    }

    private final Class<?> test;
    private final long budget;
    private final Map<String, Integer> exercised = new TreeMap<>();
    private Supplier<String> shape = () -> "";
    private long values;
    private int cases;
    private int outcomes;
    private int empty;
    private int failing;

    /// `percent` of the values of all tests are this one's.
    public FuzzRun(Class<?> test, int percent) {
        this.test = test;
        this.budget = VALUES * percent / 100;
    }

    public void run(Case one) {
        run(0, one);
    }

    /// At least so many cases, however many values they make.
    public void run(int leastCases, Case one) {
        Long replayed = Long.getLong("colonnade.fuzz.seed");
        if (replayed != null) {
            check(one, replayed);
            return;
        }
        long fresh = new Random().nextLong() >>> 24;
        while (values < budget || cases < leastCases) {
            check(one, (cases % 2 == 0 ? FIRST_SEED : fresh) + cases / 2);
        }
        System.out.printf(
                "%s: %d values in %d cases, %d results, %.1f %% empty, %.1f %% failing as they should%n",
                test.getSimpleName(), values, cases, outcomes, 100.0 * empty / outcomes, 100.0 * failing / outcomes);
        if (empty * 5 >= outcomes || failing * 5 >= outcomes) {
            throw new AssertionError(
                    "a fifth of " + outcomes + " results is empty (" + empty + ") or failing (" + failing + ")");
        }
    }

    private void check(Case one, long seed) {
        cases++;
        shape = () -> "";
        try {
            one.check(seed);
        } catch (Throwable e) {
            throw new AssertionError(
                    e + "\n" + shape.get() + "\nreplay with -Dtest=" + test.getSimpleName() + " -Dcolonnade.fuzz.seed="
                            + seed,
                    e);
        }
    }

    /// Whether one failed case is run again.
    public static boolean isReplay() {
        return Long.getLong("colonnade.fuzz.seed") != null;
    }

    /// The random numbers of a case.
    public static Random random(long seed) {
        return new Random(seed * 0x9E37_79B9_7F4A_7C15L ^ seed >>> 7);
    }

    /// What the case is doing: the operator, the expression and the shape of its pages.
    public void describe(Supplier<String> what) {
        shape = what;
    }

    /// Counts the page's values and the forms of its columns.
    public void page(Page page) {
        values += (long) page.length() * page.columnCount();
        for (Column column : page.columns()) {
            column(column);
        }
    }

    private void column(Column column) {
        exercised(Form.of(column).name());
        if (column instanceof Column.Runs runs) {
            exercised("RUNS of " + Form.of(runs.values()));
        }
    }

    public void values(long count) {
        values += count;
    }

    /// Counts something that {@link #requireAll} asks for.
    public void exercised(String what) {
        exercised.merge(what, 1, Integer::sum);
    }

    /// Counts a result, empty or not.
    public void outcome(boolean isEmpty) {
        outcomes++;
        empty += isEmpty ? 1 : 0;
    }

    /// Counts a result that is an error.
    public void failure() {
        outcomes++;
        failing++;
    }

    /// Fails unless each of these was exercised.
    public void requireAll(Iterable<String> names) {
        if (isReplay()) {
            return;
        }
        Set<String> missing = new TreeSet<>();
        names.forEach(name -> {
            if (!exercised.containsKey(name)) {
                missing.add(name);
            }
        });
        if (!missing.isEmpty()) {
            throw new AssertionError("not exercised in " + cases + " cases: " + missing);
        }
    }

    public void requireAllForms() {
        requireAll(Arrays.stream(Form.values()).map(Form::name).toList());
    }

    public String counts() {
        return exercised.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /// A page in few words: `4096 rows, 17 selected: INTEGER NARROW_1 with nulls, VARCHAR RUNS of PLAIN`.
    public static String shape(Page page) {
        String columns = Arrays.stream(page.columns())
                .map(column -> column.type().sql() + " " + Form.of(column)
                        + (column instanceof Column.Runs runs ? " of " + Form.of(runs.values()) : ""))
                .collect(Collectors.joining(", "));
        return page.length() + " rows, " + page.rows() + " selected: " + columns;
    }
}
