package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Clause;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Word;
import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;

/// Grows calls of aggregate functions.
final class Aggregates {
    /// Rows of a group at most, for bounds of sums.
    private static final double ROWS_MAX = 1e6;

    /// Up to here sums of eighths are exact.
    private static final double EXACT = 1e4;

    /// Squares of differences up to here keep their digits.
    private static final double STATISTICS_MOST = 1e5;

    private final Growth growth;
    private final Expressions inner;
    private final Dice dice;
    /// What follows the call, such as OVER; aggregates with it take no DISTINCT.
    private final Part over;

    private final boolean isWindow;

    Aggregates(Growth growth, Expressions inner) {
        this(growth, inner, Word.NOTHING, false);
    }

    Aggregates(Growth growth, Expressions inner, Part over, boolean isWindow) {
        this.growth = growth;
        this.inner = inner;
        this.dice = growth.dice;
        this.over = over;
        this.isWindow = isWindow;
    }

    Value grow(Kind kind, Trust most) {
        boolean number = kind.family() == Kind.Family.NUMBER;
        boolean more = growth.has(Feature.STATISTICS) && dice.chance(0.5);
        if (kind == Kind.BOOLEAN && more) {
            String name = dice.of("BOOL_AND($1)", "BOOL_OR($1)");
            return call(Domain.of(kind), Trust.SUMMABLE, 0, name, name, inner.condition(1));
        }
        if (kind == Kind.VARCHAR && more && !isWindow) {
            Value text = inner.any(kind, 1, Trust.FIRM);
            String distinct = distinct(0.4) ? "DISTINCT " : "";
            String name = "STRING_AGG(" + distinct + "$1, ';' ORDER BY $1" + dice.of("", " DESC") + ")";
            return call(Domain.of(kind), Trust.SUMMABLE, 0, name, name, text);
        }
        if (kind == Kind.BOOLEAN) {
            Value count = count();
            return Value.of(Kind.BOOLEAN, "($1 > 1)", count.part());
        }
        if (number && dice.chance(0.35)) {
            return count();
        }
        if (kind.isNumeric() && dice.chance(0.6)) {
            return growth.has(Feature.STATISTICS) && most == Trust.LOOSE && dice.chance(0.4)
                    ? average(kind)
                    : sum(kind, most);
        }
        Value value = inner.any(kind, 1, Trust.FIRM);
        String name = dice.of("MIN", "MAX");
        return call(value.domain(), value.trust(), value.bound(), name + "($1)", name + "($1)", value);
    }

    private Value count() {
        if (dice.chance(0.4)) {
            Part filter = filter();
            return Value.of(
                    Domain.of(Kind.BIGINT), Trust.SUMMABLE, ROWS_MAX, "COUNT(*)$1$2", "COUNT(*)$1$2", filter, over);
        }
        Value value = inner.any(dice.of(Kind.values()), 1, Trust.FIRM);
        String template = distinct(0.4) ? "COUNT(DISTINCT $1)" : "COUNT($1)";
        return call(Domain.of(Kind.BIGINT), Trust.SUMMABLE, ROWS_MAX, template, template, value);
    }

    private boolean distinct(double probability) {
        return !isWindow && growth.takes(Feature.DISTINCT, probability);
    }

    private Value sum(Kind kind, Trust most) {
        Value value = inner.any(kind, 1, Trust.FIRM);
        Kind actual = value.domain().kind();
        Domain domain = switch (actual) {
            case DOUBLE -> value.domain();
            case DECIMAL -> Domain.decimal(Domain.DIGITS_MAX, value.domain().scale());
            case BIGINT -> Domain.decimal(Domain.DIGITS_MAX, 0);
            default -> Domain.of(Kind.BIGINT);
        };
        double bound = value.bound() * ROWS_MAX;
        boolean exact = actual != Kind.DOUBLE || value.trust() == Trust.SUMMABLE && value.bound() < EXACT;
        Trust trust = actual != Kind.DOUBLE ? value.trust() : exact ? Trust.FIRM : Trust.LOOSE;
        boolean wideDistinct = value.domain().digits() > 18;
        if (bound >= domain.most() || !trust.within(most)) {
            return count();
        }
        String call = distinct(0.2) && !wideDistinct ? "SUM(DISTINCT $1)" : "SUM($1)";
        return call(domain, trust, bound, call, call, value);
    }

    private Value average(Kind kind) {
        Value value = inner.any(kind, 1, Trust.FIRM);
        Domain domain = value.domain().kind() == Kind.DOUBLE
                ? value.domain()
                : Domain.decimal(Domain.DIGITS_MAX, Math.max(16, value.domain().scale()));
        if (value.bound() < STATISTICS_MOST && dice.chance(0.6)) {
            String name = statistic();
            return call(Domain.of(Kind.DOUBLE), Trust.LOOSE, value.bound() * value.bound() * 2 + 1, name, name, value);
        }
        return value.bound() < 1e12
                ? call(domain, Trust.LOOSE, value.bound() + 1, "AVG($1)", "AVG($1)", value)
                : count();
    }

    private String statistic() {
        return isWindow
                ? dice.of("STDDEV_SAMP($1)", "VAR_POP($1)")
                : dice.of(
                        "STDDEV_SAMP($1)",
                        "STDDEV_POP($1)",
                        "VAR_SAMP($1)",
                        "VAR_POP($1)",
                        "MEDIAN($1)",
                        "PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY $1)",
                        "PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY $1)");
    }

    /// DuckDB's sums of integers are of another type, hence the cast.
    private Value call(Domain domain, Trust trust, double bound, String ours, String theirs, Value argument) {
        boolean cast = theirs.startsWith("SUM") && domain.kind() != Kind.DOUBLE;
        String tail = "$2$3";
        return Value.of(
                domain,
                trust,
                bound,
                ours + tail,
                cast ? "CAST(" + theirs + tail + " AS " + domain.sql() + ")" : theirs + tail,
                argument.part(),
                filter(),
                over);
    }

    private Part filter() {
        return growth.takes(Feature.FILTER, 0.3)
                ? Clause.of(" FILTER (WHERE $1)", inner.condition(1).part())
                : Word.NOTHING;
    }
}
