package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;

/// Grows values of the types that are compared among themselves and little else: REAL, CHAR, INTERVAL and
/// TIMESTAMP WITH TIME ZONE. The texts of CHAR have no blanks at their end, of which DuckDB thinks otherwise.
final class Others {
    private final Expressions all;
    private final Dice dice;

    Others(Expressions all) {
        this.all = all;
        this.dice = all.dice;
    }

    Value grow(Kind kind, int depth) {
        if (kind == Kind.REAL && depth > 0 && dice.chance(0.3)) {
            Value below = grow(kind, depth - 1);
            String template = dice.of("(- $1)", "ABS($1)", "- - $1");
            return Value.of(below.domain(), below.trust(), below.bound(), template, template, below.part());
        }
        Value column = dice.chance(0.8) ? all.column(kind, Trust.FIRM) : null;
        return column == null ? literal(kind) : column;
    }

    private Value literal(Kind kind) {
        return switch (kind) {
            case REAL -> {
                double number = dice.between(-40, 40) / 8.0;
                String text = "CAST(" + number + "e0 AS REAL)";
                yield Value.literal(Domain.of(kind), Math.abs(number), text, text);
            }
            case CHAR -> {
                String text = "CAST('" + dice.of("a", "b", "ab", "Oslo", "東京", "-3") + "' AS CHAR(6))";
                yield Value.literal(Domain.of(kind), 0, text, text);
            }
            case INTERVAL -> {
                String text = "INTERVAL '" + dice.between(1, 11) + "' " + dice.of("MONTH", "DAY", "HOUR", "MINUTE");
                yield Value.literal(Domain.of(kind), 0, text, text);
            }
            default -> {
                String text = "TIMESTAMP WITH TIME ZONE '2000-0" + dice.between(1, 3) + "-01 12:00:00+0"
                        + dice.between(0, 3) + ":00'";
                yield Value.literal(Domain.of(kind), 0, text, text);
            }
        };
    }
}
