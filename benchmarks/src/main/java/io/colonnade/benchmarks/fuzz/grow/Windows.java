package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Clause;
import io.colonnade.benchmarks.fuzz.text.Dialect;
import io.colonnade.benchmarks.fuzz.text.Listing;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.text.Word;
import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Grows calls of window functions of one query.
///
/// What counts rows does so in an order of all columns of the scope, so that only rows that are the same may change
/// places. Two such calls could place them differently and show it side by side: there is one in a query, unless no
/// two rows are the same. Ranks, and aggregates of RANGE and GROUPS, say the same of all rows that are equal in the
/// order, whatever its keys are.
final class Windows {
    private final Growth growth;
    private final Expressions inner;
    private final Scope scope;
    private final Dice dice;
    private boolean mayCount;
    private final boolean unique;

    /// @param unique whether no two rows are the same
    Windows(Growth growth, Expressions inner, Scope scope, boolean unique) {
        this.growth = growth;
        this.inner = inner;
        this.scope = scope;
        this.dice = growth.dice;
        this.mayCount = true;
        this.unique = unique;
    }

    /// The same where rows must not be counted.
    Windows withoutCounting() {
        mayCount = false;
        return this;
    }

    private boolean takesCounting(double probability) {
        if (!mayCount || !dice.chance(probability)) {
            return false;
        }
        mayCount = unique;
        return true;
    }

    Value grow(Kind kind, Trust most) {
        boolean number = kind.isNumeric() && kind != Kind.DOUBLE;
        if (number && dice.chance(0.4)) {
            boolean counts = takesCounting(0.5);
            String call = counts ? dice.of("ROW_NUMBER()", "NTILE(3)") : dice.of("RANK()", "DENSE_RANK()");
            Part over = over(order(counts), "");
            return Value.of(Domain.of(Kind.BIGINT), Trust.SUMMABLE, 1e6, call + "$1", call + "$1", over);
        }
        if (kind == Kind.DOUBLE && most == Trust.LOOSE && dice.chance(0.3)) {
            String call = dice.of("PERCENT_RANK()", "CUME_DIST()");
            return Value.of(Domain.of(kind), Trust.LOOSE, 1, call + "$1", call + "$1", over(order(false), ""));
        }
        if (dice.chance(0.5) || !mayCount && !unique) {
            return new Aggregates(growth, inner.flat(), aggregated(), true).grow(kind, most);
        }
        Value value = inner.flat().any(kind, 1, Trust.FIRM);
        boolean moves = dice.chance(0.5) && takesCounting(1);
        boolean rows = !moves && takesCounting(0.5);
        String name = moves
                ? dice.of("LAG($1", "LEAD($1", "LAG($1, 2", "LEAD($1, 0")
                : dice.of("FIRST_VALUE($1", "LAST_VALUE($1", "NTH_VALUE($1, 2");
        boolean ignores = growth.takes(Feature.FRAMES, 0.3);
        return Value.of(
                value.domain(),
                value.trust(),
                value.bound(),
                name + (ignores ? ") IGNORE NULLS$2" : ")$2"),
                name + (ignores ? " IGNORE NULLS)$2" : ")$2"),
                value.part(),
                over(order(true), moves ? "" : rows ? rows() : peers()));
    }

    /// The window of an aggregate.
    private Part aggregated() {
        if (takesCounting(0.4)) {
            return over(order(true), rows());
        }
        if (growth.takes(Feature.FRAMES, 0.35)) {
            Part distance = distance();
            if (distance != null) {
                return distance;
            }
        }
        return dice.chance(0.3) ? over(Word.NOTHING, "") : over(order(false), peers());
    }

    /// Of rows by their number.
    private String rows() {
        if (dice.chance(0.1)) {
            return " ROWS " + dice.of("UNBOUNDED PRECEDING", "2 PRECEDING", "CURRENT ROW") + exclusion();
        }
        return " ROWS " + bounds() + exclusion();
    }

    /// Of rows that are equal in the order.
    private String peers() {
        if (growth.takes(Feature.FRAMES, 0.5)) {
            return " GROUPS " + bounds() + exclusion();
        }
        String start = dice.of("UNBOUNDED PRECEDING", "CURRENT ROW");
        String end = dice.of("UNBOUNDED FOLLOWING", "CURRENT ROW");
        return dice.chance(0.5) ? "" : " RANGE BETWEEN " + start + " AND " + end + exclusion();
    }

    private String bounds() {
        String start = dice.of("UNBOUNDED PRECEDING", "2 PRECEDING", "1 PRECEDING", "CURRENT ROW", "1 FOLLOWING");
        String end = dice.of("UNBOUNDED FOLLOWING", "CURRENT ROW", "1 FOLLOWING", "3 FOLLOWING", "1 PRECEDING");
        boolean never = start.endsWith("FOLLOWING") && !end.endsWith("FOLLOWING")
                || start.equals("CURRENT ROW") && end.endsWith("PRECEDING");
        return "BETWEEN " + start + " AND " + (never ? "2 FOLLOWING" : end);
    }

    private String exclusion() {
        return growth.takes(Feature.FRAMES, 0.3)
                ? dice.of(" EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES", " EXCLUDE NO OTHERS")
                : "";
    }

    /// A frame by the distance of a key.
    private @Nullable Part distance() {
        Value key = scope.leaf(
                domain -> domain.kind().isNumeric() || domain.kind() == Kind.DATE || domain.kind() == Kind.TIMESTAMP,
                Trust.FIRM);
        if (key == null || !isOwn(key) || key.bound() > 1e6 || key.bound() * 4 + 100 > limit(key.domain())) {
            return null;
        }
        boolean moment = !key.domain().kind().isNumeric();
        String near = moment ? "INTERVAL '" + dice.between(0, 20) + "' DAY" : Integer.toString(dice.between(0, 4));
        String far = moment ? "INTERVAL '" + dice.between(20, 60) + "' DAY" : Integer.toString(dice.between(4, 9));
        String frame = switch (dice.between(0, 4)) {
            case 0 -> near + " PRECEDING AND " + far + " FOLLOWING";
            case 1 -> far + " PRECEDING AND " + near + " PRECEDING";
            case 2 -> near + " FOLLOWING AND " + far + " FOLLOWING";
            case 3 -> "UNBOUNDED PRECEDING AND " + near + " PRECEDING";
            default -> "CURRENT ROW AND " + far + " FOLLOWING";
        };
        String order = " ORDER BY " + key.part().text(Dialect.COLONNADE) + Queries.direction(dice);
        return over(Word.word(order), " RANGE BETWEEN " + frame + exclusion());
    }

    private static double limit(Domain domain) {
        return domain.kind().isNumeric() ? domain.most() : Double.MAX_VALUE;
    }

    private boolean isOwn(Value key) {
        return scope.columns().contains(key);
    }

    /// All columns of the scope, or at least one.
    private Part order(boolean all) {
        List<Part> keys = new ArrayList<>();
        for (Value column : scope.columns()) {
            // A word, which stays: fewer keys would leave the order open.
            keys.add(Word.word(column.part().text(Dialect.COLONNADE) + Queries.direction(dice)));
        }
        if (keys.isEmpty()) {
            return Word.NOTHING;
        }
        java.util.Collections.rotate(keys, dice.between(0, keys.size()));
        List<Part> taken = all || dice.chance(0.4) ? keys : keys.subList(0, dice.between(1, Math.min(2, keys.size())));
        return Phrase.fixed(" ORDER BY $1", new Listing(", ", taken.size(), taken));
    }

    private Part over(Part order, String frame) {
        Part partition = Word.NOTHING;
        if (dice.chance(0.6)) {
            List<Part> keys = new ArrayList<>();
            for (int i = dice.between(1, 2); i > 0; i--) {
                keys.add(inner.flat().any(dice.of(Kind.values()), 1, Trust.FIRM).part());
            }
            partition = Clause.of("PARTITION BY $1", Listing.of(keys));
        }
        boolean framed = !frame.isEmpty() && order != Word.NOTHING;
        return Phrase.fixed(" OVER ($1$2$3)", partition, order, framed ? new Clause(Word.word(frame)) : Word.NOTHING);
    }
}
