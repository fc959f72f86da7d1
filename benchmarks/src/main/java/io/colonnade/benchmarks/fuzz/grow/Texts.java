package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Grows texts.
final class Texts {
    private final Expressions all;
    private final Dice dice;

    Texts(Expressions all) {
        this.all = all;
        this.dice = all.dice;
    }

    Value grow(int depth) {
        if (depth <= 0 || dice.chance(0.35)) {
            Value column = dice.chance(0.8) ? all.column(Kind.VARCHAR, Trust.FIRM) : null;
            return column == null ? literal() : column;
        }
        if (dice.chance(0.2)) {
            return Value.of(
                    Kind.VARCHAR,
                    "($1 || $2)",
                    grow(depth - 1).part(),
                    grow(depth - 1).part());
        }
        if (all.growth.takes(Feature.CASTS, 0.3)) {
            Value cast = cast(depth - 1);
            if (cast != null) {
                return cast;
            }
        }
        if (dice.chance(0.1)) {
            Value chars = all.any(Kind.CHAR, 0, Trust.FIRM);
            return Value.of(Kind.VARCHAR, dice.of("CAST($1 AS VARCHAR)", "($1 || 'x')", "UPPER($1)"), chars.part());
        }
        List<Calls> calls = Calls.giving(Kind.VARCHAR, all.growth, Trust.FIRM);
        return calls.isEmpty() ? grow(depth - 1) : dice.pick(calls).grow(all, depth - 1);
    }

    Value literal() {
        String text = "'" + dice.of("a", "b", "ab", "", " ", "Oslo", "Ł", "東京", "it''s", "-3", "b ") + "'";
        return Value.literal(Domain.of(Kind.VARCHAR), 0, text, text);
    }

    private @Nullable Value cast(int depth) {
        Kind from = dice.of(Kind.INTEGER, Kind.BIGINT, Kind.DECIMAL, Kind.BOOLEAN, Kind.DATE, Kind.TIMESTAMP);
        Value value = all.any(from, depth, Trust.FIRM);
        return value.domain().kind() == Kind.DOUBLE
                ? null
                : Value.of(Kind.VARCHAR, "CAST($1 AS VARCHAR)", value.part());
    }
}
