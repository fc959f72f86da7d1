package io.colonnade.benchmarks.fuzz.check;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.fuzz.text.Clause;
import io.colonnade.benchmarks.fuzz.text.Dialect;
import io.colonnade.benchmarks.fuzz.text.Listing;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.world.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Asks the engines and compares.
public final class Judge {
    /// DuckDB's errors of values, which Colonnade must have, too. Its other errors say that it cannot read
    /// the query.
    private static final List<String> VALUE_ERRORS =
            List.of("Out of Range Error", "Conversion Error", "Invalid Input Error", "division by zero");

    /// Never right, whatever the query.
    private static final Set<String> BROKEN = Set.of("", "XX000", "XX001", "54000", "57014", "53200");

    private static final Pattern KEY = Pattern.compile("^(\\d+)");

    private final Engines engines;

    public Judge(Engines engines) {
        this.engines = engines;
    }

    public Verdict judge(Check check) {
        return switch (check.kind()) {
            case ORACLE -> oracle(check);
            case SETTING -> settings(check);
            case CHANGES -> changes(check);
            default -> pair(check);
        };
    }

    private Verdict oracle(Check check) {
        String sql = check.root().text(Dialect.COLONNADE);
        Outcome ours = engines.ask(0, sql);
        if (ours instanceof Outcome.Failed failed && broken(failed, sql) instanceof Verdict.Fault broken) {
            return broken;
        }
        if (isUnsupported(ours)) {
            return new Verdict.Unsupported(((Outcome.Failed) ours).reason());
        }
        Outcome theirs = engines.askDuckDb(check.root().text(Dialect.DUCKDB));
        return switch (ours) {
            case Outcome.Answered mine ->
                switch (theirs) {
                    case Outcome.Answered other ->
                        Rows.difference(mine.answer(), other.answer(), sortedBy(check.root()))
                                .<Verdict>map(what -> new Verdict.Fault("answer", what, sql, other.answer()))
                                .orElseGet(() ->
                                        new Verdict.Agreed(mine.answer().rows().size()));
                    case Outcome.Failed failed -> oracleFailed(failed, sql);
                };
            case Outcome.Failed mine ->
                switch (theirs) {
                    case Outcome.Failed other ->
                        new Verdict.BothFailed(mine.sqlState() + " " + mine.reason() + " / " + other.reason());
                    case Outcome.Answered other ->
                        new Verdict.Fault("error " + mine.sqlState(), mine.message(), sql, other.answer());
                };
        };
    }

    private static Verdict oracleFailed(Outcome.Failed failed, String sql) {
        Optional<KnownDifference> known = KnownDifference.of(failed);
        if (known.isPresent()) {
            return new Verdict.NoOracle(known.get().reason());
        }
        boolean ofValues = VALUE_ERRORS.stream().anyMatch(failed.message()::contains);
        return ofValues
                ? new Verdict.Fault("no error", "DuckDB says: " + failed.message(), sql, null)
                : new Verdict.NoOracle("DuckDB: " + failed.reason());
    }

    /// The fault, if the error is one that must not be.
    private static @Nullable Verdict broken(Outcome.Failed failed, String sql) {
        return BROKEN.contains(failed.sqlState())
                ? new Verdict.Fault("broken " + failed.sqlState(), failed.message(), sql, null)
                : null;
    }

    private static boolean isUnsupported(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed && failed.sqlState().equals("0A000");
    }

    private Verdict settings(Check check) {
        String sql = check.root().text(Dialect.COLONNADE);
        Outcome first = engines.ask(0, sql);
        if (first instanceof Outcome.Failed failed) {
            if (broken(failed, sql) instanceof Verdict.Fault broken) {
                return broken;
            }
            return isUnsupported(first)
                    ? new Verdict.Unsupported(failed.reason())
                    : new Verdict.BothFailed(failed.sqlState() + " " + failed.reason());
        }
        Answer expected = ((Outcome.Answered) first).answer();
        for (int i = 1; i < engines.settingCount(); i++) {
            Verdict verdict = same(expected, engines.ask(i, sql), sortedBy(check.root()), sql, engines.setting(i));
            if (!(verdict instanceof Verdict.Agreed)) {
                return verdict;
            }
        }
        return new Verdict.Agreed(expected.rows().size());
    }

    /// Runs the statements in a transaction that is rolled back, so that the world stays as it is.
    private Verdict changes(Check check) {
        List<String> names = check.world().tables().stream().map(Table::name).toList();
        List<String> ours = check.root().parts().stream()
                .map(part -> part.text(Dialect.COLONNADE))
                .toList();
        List<String> theirs = check.root().parts().stream()
                .map(part -> part.text(Dialect.DUCKDB))
                .toList();
        String script = String.join(";\n", ours);
        List<Outcome> expected = engines.changeDuckDb(theirs, names);
        int rows = 0;
        for (int setting = 0; setting < engines.settingCount(); setting++) {
            List<Outcome> actual = engines.change(setting, ours, names);
            if (actual.getLast() instanceof Outcome.Failed failed) {
                if (broken(failed, script) instanceof Verdict.Fault broken) {
                    return broken;
                }
                if (isUnsupported(failed)) {
                    return new Verdict.Unsupported(failed.reason());
                }
                return expected.getLast() instanceof Outcome.Failed other
                        ? new Verdict.BothFailed(failed.sqlState() + " " + failed.reason() + " / " + other.reason())
                        : new Verdict.Fault("error " + failed.sqlState(), failed.message(), script, null);
            }
            if (expected.getLast() instanceof Outcome.Failed failed) {
                return oracleFailed(failed, script);
            }
            for (int table = 0; table < names.size(); table++) {
                Answer answer = ((Outcome.Answered) expected.get(table)).answer();
                rows += answer.rows().size();
                Verdict verdict = same(
                        answer,
                        actual.get(table),
                        List.of(),
                        "SELECT * FROM " + names.get(table),
                        engines.setting(setting));
                if (!(verdict instanceof Verdict.Agreed)) {
                    return verdict;
                }
            }
        }
        return new Verdict.Agreed(rows);
    }

    private static Verdict same(Answer expected, Outcome actual, List<Integer> sortedBy, String sql, String where) {
        return switch (actual) {
            case Outcome.Failed failed ->
                new Verdict.Fault("error " + failed.sqlState(), where + ": " + failed.message(), sql, expected);
            case Outcome.Answered answered ->
                Rows.difference(answered.answer(), expected, sortedBy)
                        .<Verdict>map(what -> new Verdict.Fault("answer", where + ": " + what, sql, expected))
                        .orElseGet(() -> new Verdict.Agreed(expected.rows().size()));
        };
    }

    private Verdict pair(Check check) {
        List<Part> parts = check.root().parts();
        String left =
                Phrase.fixed(check.kind().left(), parts.toArray(Part[]::new)).text(Dialect.COLONNADE);
        String right =
                Phrase.fixed(check.kind().right(), parts.toArray(Part[]::new)).text(Dialect.COLONNADE);
        Outcome expected = engines.ask(0, right);
        Outcome actual = engines.ask(0, left);
        for (Outcome outcome : List.of(expected, actual)) {
            String sql = outcome.equals(actual) ? left : right;
            if (outcome instanceof Outcome.Failed failed && broken(failed, sql) instanceof Verdict.Fault broken) {
                return broken;
            }
            if (isUnsupported(outcome)) {
                return new Verdict.Unsupported(((Outcome.Failed) outcome).reason());
            }
        }
        return switch (expected) {
            case Outcome.Answered rows -> same(rows.answer(), actual, List.of(), left, "against " + right);
            case Outcome.Failed failed ->
                actual instanceof Outcome.Failed
                        ? new Verdict.BothFailed(failed.sqlState() + " " + failed.reason())
                        : new Verdict.Fault(
                                "error " + failed.sqlState(), failed.message() + " against " + left, right, null);
        };
    }

    /// The columns that a query is sorted by at its end, from 0.
    private static List<Integer> sortedBy(Part root) {
        List<Integer> columns = new ArrayList<>();
        if (root instanceof Phrase phrase
                && phrase.ours().startsWith("WITH")
                && phrase.parts().size() == 2) {
            return sortedBy(phrase.parts().getLast());
        }
        if (root instanceof Phrase phrase
                && phrase.ours().equals("$1$2")
                && phrase.parts().getLast() instanceof Clause clause
                && clause.part().parts().getFirst() instanceof Listing keys) {
            for (Part key : keys.parts()) {
                Matcher matcher = KEY.matcher(key.text(Dialect.COLONNADE));
                if (matcher.find()) {
                    columns.add(Integer.parseInt(matcher.group(1)) - 1);
                }
            }
        }
        return columns;
    }
}
