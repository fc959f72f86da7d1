package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Word;
import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;
import java.util.List;

/// Grows dates and timestamps.
final class Moments {
    private final Expressions all;
    private final Dice dice;

    Moments(Expressions all) {
        this.all = all;
        this.dice = all.dice;
    }

    Value grow(Kind kind, int depth) {
        if (depth <= 0 || dice.chance(0.4)) {
            Value column = dice.chance(0.8) ? all.column(kind, Trust.FIRM) : null;
            return column == null ? literal(kind) : column;
        }
        if (all.growth.takes(Feature.CASTS, 0.3)) {
            Value other = all.any(kind == Kind.TIMESTAMP ? Kind.DATE : Kind.TIMESTAMP, depth - 1, Trust.FIRM);
            return Value.of(kind, "CAST($1 AS " + kind + ")", other.part());
        }
        if (!all.growth.takes(Feature.DATE_FUNCTIONS, 0.7)) {
            return grow(kind, depth - 1);
        }
        List<Calls> calls = Calls.giving(kind, all.growth, Trust.FIRM);
        if (!calls.isEmpty() && dice.chance(0.3)) {
            return dice.pick(calls).grow(all, depth - 1);
        }
        Value moment = grow(kind, depth - 1);
        if (kind == Kind.TIMESTAMP && dice.chance(0.15)) {
            Value by = all.any(Kind.INTERVAL, 0, Trust.FIRM);
            return Value.of(kind, dice.of("($1 + $2)", "($1 - $2)"), moment.part(), by.part());
        }
        String sign = dice.of("+", "-");
        if (kind == Kind.TIME) {
            return Value.of(kind, "($1 " + sign + " INTERVAL '" + dice.between(0, 30) + "' HOUR)", moment.part());
        }
        if (kind == Kind.DATE && dice.chance(0.5)) {
            return Value.of(
                    kind, "($1 " + sign + " $2)", moment.part(), Word.word(Integer.toString(dice.between(0, 70))));
        }
        String unit = kind == Kind.DATE ? dice.of("DAY", "MONTH", "YEAR") : dice.of("DAY", "MONTH", "HOUR", "SECOND");
        String sum = "($1 " + sign + " INTERVAL '" + dice.between(0, 14) + "' " + unit + ")";
        return Value.of(
                Domain.of(kind),
                Trust.SUMMABLE,
                0,
                sum,
                kind == Kind.DATE ? "CAST(" + sum + " AS DATE)" : sum,
                moment.part());
    }

    private Value literal(Kind kind) {
        String day = dice.of("1999-12-31", "2000-02-29", "2000-03-01", "1970-01-01", "2000-12-30");
        if (kind == Kind.TIME) {
            String time = dice.of("TIME '00:00:00'", "TIME '12:30:59'", "TIME '23:59:59'");
            return Value.literal(Domain.of(kind), 0, time, time);
        }
        String text = kind == Kind.DATE
                ? "DATE '" + day + "'"
                : "TIMESTAMP '" + day + " " + dice.of("00:00:00", "12:30:59", "23:59:59") + "'";
        return Value.literal(Domain.of(kind), 0, text, text);
    }
}
