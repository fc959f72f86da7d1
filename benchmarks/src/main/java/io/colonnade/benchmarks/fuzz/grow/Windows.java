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

/// Grows calls of window functions. What counts rows does so in an order of all columns of the scope, so that only
/// rows that are the same may change places.
final class Windows {
    private final Growth growth;
    private final Expressions inner;
    private final Scope scope;
    private final Dice dice;

    Windows(Growth growth, Expressions inner, Scope scope) {
        this.growth = growth;
        this.inner = inner;
        this.scope = scope;
        this.dice = growth.dice;
    }

    Value grow(Kind kind, Trust most) {
        boolean number = kind.isNumeric() && kind != Kind.DOUBLE;
        if (number && dice.chance(0.4)) {
            String call = dice.of("ROW_NUMBER()", "RANK()", "DENSE_RANK()", "NTILE(3)");
            return Value.of(Domain.of(Kind.BIGINT), Trust.SUMMABLE, 1e6, call + "$1", call + "$1", over(true, ""));
        }
        if (kind == Kind.DOUBLE && most == Trust.LOOSE && dice.chance(0.3)) {
            String call = dice.of("PERCENT_RANK()", "CUME_DIST()");
            return Value.of(Domain.of(kind), Trust.LOOSE, 1, call + "$1", call + "$1", over(true, ""));
        }
        if (dice.chance(0.5)) {
            boolean total = dice.chance(0.6);
            Part over = total ? over(true, frame()) : over(false, "");
            return new Aggregates(growth, inner.flat(), over, true).grow(kind, most);
        }
        Value value = inner.flat().any(kind, 1, Trust.FIRM);
        boolean moves = dice.chance(0.5);
        String call = moves
                ? dice.of("LAG($1)", "LEAD($1)", "LAG($1, 2)", "LEAD($1, 0)")
                : dice.of("FIRST_VALUE($1)", "LAST_VALUE($1)", "NTH_VALUE($1, 2)");
        return Value.of(
                value.domain(),
                value.trust(),
                value.bound(),
                call + "$2",
                call + "$2",
                value.part(),
                over(true, moves ? "" : frame()));
    }

    private String frame() {
        if (dice.chance(0.4)) {
            return "";
        }
        String start = dice.of("UNBOUNDED PRECEDING", "2 PRECEDING", "1 PRECEDING", "CURRENT ROW", "1 FOLLOWING");
        String end = dice.of("UNBOUNDED FOLLOWING", "CURRENT ROW", "1 FOLLOWING", "3 FOLLOWING");
        if (start.equals("1 FOLLOWING") && end.equals("CURRENT ROW")) {
            end = "2 FOLLOWING";
        }
        String unit = "ROWS";
        if (start.startsWith("U") && !end.contains("3") || start.equals("CURRENT ROW") && end.startsWith("U")) {
            unit = dice.of("ROWS", "RANGE");
            end = end.equals("1 FOLLOWING") && unit.equals("RANGE") ? "CURRENT ROW" : end;
        }
        return " " + unit + " BETWEEN " + start + " AND " + end;
    }

    private Part over(boolean ordered, String frame) {
        Part partition = Word.NOTHING;
        if (dice.chance(0.6)) {
            List<Part> keys = new ArrayList<>();
            for (int i = dice.between(1, 2); i > 0; i--) {
                keys.add(inner.flat().any(dice.of(Kind.values()), 1, Trust.FIRM).part());
            }
            partition = Clause.of("PARTITION BY $1", Listing.of(keys));
        }
        Part order = Word.NOTHING;
        if (ordered) {
            List<Part> keys = new ArrayList<>();
            for (Value column : scope.columns()) {
                // A word, which stays: fewer keys would leave the order open.
                keys.add(Word.word(column.part().text(Dialect.COLONNADE) + Queries.direction(dice)));
            }
            java.util.Collections.rotate(keys, dice.between(0, keys.size()));
            order = Phrase.fixed(" ORDER BY $1", new Listing(", ", keys.size(), keys));
        }
        return Phrase.fixed(
                " OVER ($1$2$3)", partition, order, frame.isEmpty() ? Word.NOTHING : new Clause(Word.word(frame)));
    }
}
