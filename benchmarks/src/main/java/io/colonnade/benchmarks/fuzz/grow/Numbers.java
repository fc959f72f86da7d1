package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Grows numbers that cannot overflow.
final class Numbers {
    /// Up to here sums and products of eighths are exact as DOUBLE.
    private static final double EXACT = 1e6;

    /// DOUBLE holds DECIMAL of so many digits, and division by a power of ten rounds once.
    private static final int DOUBLE_DIGITS = 15;

    private final Expressions all;
    private final Growth growth;
    private final Dice dice;

    Numbers(Expressions all) {
        this.all = all;
        this.growth = all.growth;
        this.dice = all.dice;
    }

    Value grow(Kind kind, int depth, Trust most) {
        if (depth <= 0 || dice.chance(0.3)) {
            Value column = dice.chance(0.75) ? all.leaf(domain -> fits(domain, kind), most) : null;
            return column == null ? literal(kind) : column;
        }
        Value grown = switch (dice.between(0, 9)) {
            case 0, 1, 2 -> arithmetic(kind, depth - 1, most);
            case 3 -> division(kind, depth - 1, most);
            case 4 -> sign(grow(kind, depth - 1, most));
            case 5 -> growth.has(Feature.CASTS) ? cast(kind, depth - 1, most) : null;
            case 6, 7 -> growth.has(Feature.NUMBER_FUNCTIONS) ? function(kind, depth - 1, most) : null;
            default -> kind == Kind.DOUBLE ? null : counted(depth - 1);
        };
        return grown == null ? grow(kind, depth - 1, most) : grown;
    }

    private static boolean fits(Domain domain, Kind kind) {
        return kind == Kind.DOUBLE
                ? domain.kind() == Kind.DOUBLE
                : domain.kind().family() == Kind.Family.NUMBER && domain.kind().compareTo(kind) <= 0;
    }

    Value literal(Kind kind) {
        int number = dice.chance(0.9) ? dice.between(-12, 12) : dice.between(-30_000, 30_000);
        return switch (kind) {
            case TINYINT -> whole(kind, number % 13);
            case SMALLINT -> whole(kind, number);
            case BIGINT -> dice.chance(0.9) ? whole(Kind.INTEGER, number) : whole(Kind.BIGINT, number * 1_000_000_007L);
            case DECIMAL -> {
                int scale = dice.between(1, 3);
                BigDecimal value = BigDecimal.valueOf(number, scale);
                Domain domain = Domain.decimal(Math.max(value.precision(), scale + 1), scale);
                yield Value.literal(
                        domain,
                        Math.abs(value.doubleValue()),
                        value.toPlainString(),
                        "CAST(" + value.toPlainString() + " AS " + domain.sql() + ")");
            }
            case DOUBLE ->
                Value.literal(Domain.of(kind), Math.abs(number) / 8.0, number / 8.0 + "e0", number / 8.0 + "e0");
            default -> whole(Kind.INTEGER, number);
        };
    }

    private static Value whole(Kind kind, long number) {
        String cast = "CAST(" + number + " AS " + kind + ")";
        return Value.literal(
                Domain.of(kind),
                Math.abs((double) number),
                kind.compareTo(Kind.SMALLINT) <= 0 || kind == Kind.BIGINT && number == (int) number
                        ? cast
                        : Long.toString(number),
                cast);
    }

    private @Nullable Value arithmetic(Kind kind, int depth, Trust most) {
        Value left = grow(kind, depth, most);
        Value right = grow(kind, dice.between(0, depth), most);
        String operator = dice.of("+", "-", "*");
        boolean product = operator.equals("*");
        Domain domain = left.domain().with(right.domain());
        Trust trust = left.trust().worse(right.trust());
        double bound = product ? left.bound() * right.bound() : left.bound() + right.bound();
        if (domain.kind() == Kind.DECIMAL) {
            int scale = product ? left.domain().scale() + right.domain().scale() : domain.scale();
            int digits = product ? left.domain().digits() + right.domain().digits() : domain.precision() + 1;
            if (digits > Domain.DIGITS_MAX) {
                return left;
            }
            domain = Domain.decimal(digits, scale);
        }
        if (domain.kind() == Kind.DOUBLE) {
            if (!Expressions.comparable(left, right)) {
                return left;
            }
            if (product || bound > EXACT) {
                trust = trust.worse(Trust.FIRM);
            }
            if (!trust.within(most)) {
                return left;
            }
        }
        if (bound >= domain.most()) {
            return left;
        }
        String template = "($1 " + operator + " $2)";
        return Value.of(domain, trust, bound, template, template, left.part(), right.part());
    }

    private @Nullable Value division(Kind kind, int depth, Trust most) {
        Value left = grow(kind, depth, most);
        Value right = grow(kind, dice.between(0, depth), Trust.FIRM);
        boolean decimal = left.domain().kind() == Kind.DECIMAL || right.domain().kind() == Kind.DECIMAL;
        boolean floating = left.domain().kind() == Kind.DOUBLE || right.domain().kind() == Kind.DOUBLE;
        if (!Expressions.comparable(left, right)) {
            return left;
        }
        Domain domain = left.domain().with(right.domain());
        if (!decimal && !floating && dice.chance(0.5)) {
            return Value.of(
                    domain,
                    Trust.SUMMABLE,
                    right.bound(),
                    "($1 % NULLIF($2, 0))",
                    "($1 % NULLIF($2, 0))",
                    left.part(),
                    right.part());
        }
        Trust trust = decimal
                ? Trust.LOOSE
                : floating ? left.trust().worse(right.trust()).worse(Trust.FIRM) : left.trust();
        if (!trust.within(most) || decimal && left.bound() > 1e12 || floating && left.bound() > 1e60) {
            return left;
        }
        double bound = floating ? left.bound() * 1e9 : left.bound();
        return decimal
                ? Value.of(
                        Domain.decimal(Domain.DIGITS_MAX, 16),
                        trust,
                        left.bound() * 1e3,
                        "($1 / NULLIF($2, 0))",
                        "(CAST($1 AS DOUBLE) / NULLIF(CAST($2 AS DOUBLE), 0))",
                        left.part(),
                        right.part())
                : Value.of(
                        domain,
                        trust,
                        bound,
                        "($1 / NULLIF($2, 0))",
                        "($1 / NULLIF($2, 0))",
                        left.part(),
                        right.part());
    }

    private Value sign(Value value) {
        if (value.bound() >= value.domain().most()) {
            return value;
        }
        String template = dice.of("(- $1)", "-($1)", "- - $1", "+ $1", "(- + $1)");
        return Value.of(value.domain(), value.trust(), value.bound(), template, template, value.part());
    }

    private @Nullable Value cast(Kind kind, int depth, Trust most) {
        if (kind == Kind.DOUBLE && dice.chance(0.2)) {
            Value real = all.any(Kind.REAL, depth, Trust.FIRM);
            return Value.of(
                    Domain.of(kind),
                    real.trust(),
                    real.bound(),
                    "CAST($1 AS DOUBLE)",
                    "CAST($1 AS DOUBLE)",
                    real.part());
        }
        Kind from = dice.pick(
                kind == Kind.DOUBLE
                        ? List.of(Kind.SMALLINT, Kind.INTEGER, Kind.DECIMAL)
                        : List.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.DECIMAL, Kind.DOUBLE));
        Value value = grow(from, depth, Trust.FIRM.within(most) ? Trust.FIRM : most);
        Kind actual = value.domain().kind();
        Domain to = kind == Kind.DECIMAL ? dice.of(Domain.decimal(12, 1), Domain.decimal(20, 3)) : Domain.of(kind);
        boolean exact = switch (kind) {
            case DOUBLE ->
                Expressions.floats(value)
                        || actual == Kind.DECIMAL && value.domain().precision() <= DOUBLE_DIGITS;
            case DECIMAL -> actual != Kind.DOUBLE || value.trust() == Trust.SUMMABLE;
            default -> true;
        };
        if (!exact || value.bound() + 1 >= to.most()) {
            return null;
        }
        boolean viaText = actual.isInteger() && dice.chance(0.2);
        String template = viaText ? "CAST(CAST($1 AS VARCHAR) AS " + to.sql() + ")" : "CAST($1 AS " + to.sql() + ")";
        Trust trust = kind == Kind.DOUBLE && actual == Kind.DECIMAL ? Trust.FIRM : value.trust();
        return trust.within(most) ? Value.of(to, trust, value.bound() + 1, template, template, value.part()) : null;
    }

    private @Nullable Value function(Kind kind, int depth, Trust most) {
        List<Calls> calls = kind == Kind.DOUBLE ? Calls.giving(kind, growth, most) : List.of();
        if (!calls.isEmpty() && dice.chance(0.5)) {
            return dice.pick(calls).grow(all, depth);
        }
        Value value = grow(kind, depth, most);
        Domain domain = value.domain();
        if (value.bound() >= domain.most()) {
            return null;
        }
        if (dice.chance(0.4)) {
            return Value.of(domain, value.trust(), value.bound(), "ABS($1)", "ABS($1)", value.part());
        }
        if (domain.kind() != Kind.DECIMAL && domain.kind() != Kind.DOUBLE || value.bound() + 1 >= domain.most()) {
            return null;
        }
        int digits = domain.kind() == Kind.DECIMAL ? dice.between(0, domain.scale()) : 0;
        boolean whole = value.trust() == Trust.SUMMABLE || domain.kind() == Kind.DECIMAL;
        String template = whole
                ? dice.of("FLOOR($1)", "CEIL($1)", "ROUND($1)", "ROUND($1, " + digits + ")")
                : dice.of("FLOOR($1)", "CEIL($1)");
        return value.trust() == Trust.LOOSE
                ? null
                : Value.of(domain, value.trust(), value.bound() + 1, template, template, value.part());
    }

    /// Numbers made of other types.
    private @Nullable Value counted(int depth) {
        if (growth.has(Feature.DATE_FUNCTIONS) && dice.chance(0.5)) {
            if (dice.chance(0.3)) {
                Value left = all.any(Kind.DATE, depth, Trust.FIRM);
                Value right = all.any(Kind.DATE, 0, Trust.FIRM);
                return Value.of(
                        Domain.of(Kind.BIGINT),
                        Trust.SUMMABLE,
                        1e6,
                        "($1 - $2)",
                        "($1 - $2)",
                        left.part(),
                        right.part());
            }
            boolean time = dice.chance(0.5);
            Value moment = all.any(time ? Kind.TIMESTAMP : Kind.DATE, depth, Trust.FIRM);
            String field = time && dice.chance(0.5)
                    ? dice.of("HOUR", "MINUTE")
                    : dice.of("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DOW", "DOY");
            String template = "EXTRACT(" + field + " FROM $1)";
            return Value.of(Domain.of(Kind.BIGINT), Trust.SUMMABLE, 10_000, template, template, moment.part());
        }
        List<Calls> calls = Calls.giving(Kind.INTEGER, growth, Trust.FIRM);
        return calls.isEmpty() ? null : dice.pick(calls).grow(all, depth);
    }
}
