package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Clause;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.text.Word;
import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;
import java.util.List;

/// Grows a recursive query of a round's number and a value. It ends after a few rounds.
final class Recursion {
    private static final double ROWS_MAX = 2000;
    private static final int ROUNDS_MAX = 4;

    private final Growth growth;
    private final Dice dice;

    Recursion(Growth growth) {
        this.growth = growth;
        this.dice = growth.dice;
    }

    /// A query of WITH, which can be named from then on.
    Part grow() {
        String name = growth.name("r");
        Kind kind = dice.of(Kind.INTEGER, Kind.INTEGER, Kind.BIGINT, Kind.VARCHAR, Kind.DATE);
        Domain domain = Domain.of(kind);
        Relations relations = new Relations(growth, null, 1);
        Relations.From first = relations.table();
        Expressions start = new Expressions(growth, first.scope(), null, 1);
        Value value = start.any(kind, 1, Trust.FIRM);
        int rounds = dice.between(1, ROUNDS_MAX);
        Value number =
                new Value(Word.NOTHING, Domain.of(Kind.INTEGER), Trust.SUMMABLE, ROUNDS_MAX + 1).named(name + ".x1");
        Value before = new Value(Word.NOTHING, domain, Trust.FIRM, value.bound()).named(name + ".x2");
        Relations.From joined = relations.table();
        double rows = Math.max(1, first.rows());
        boolean joins = growth.has(Feature.JOINS) && rows * Math.pow(Math.max(1, joined.rows()), rounds) < ROWS_MAX;
        java.util.ArrayList<Value> columns = new java.util.ArrayList<>(List.of(number, before));
        if (joins) {
            columns.addAll(joined.scope().columns());
        }
        Expressions next = new Expressions(growth, new Scope(dice, columns, null), null, 1);
        Part from = joins
                ? Phrase.fixed(
                        name + " JOIN $1 ON $2",
                        joined.part(),
                        next.condition(1).part())
                : Word.word(name);
        Part then = kind == Kind.VARCHAR
                ? Phrase.fixed("LEFT($1, 9)", next.any(kind, 1, Trust.FIRM).part())
                : bounded(next, kind, value.bound());
        growth.with()
                .add(new Growth.Named(
                        name,
                        List.of(number, before),
                        rows * (joins ? Math.pow(Math.max(1, joined.rows()), rounds) * 2 : rounds + 1)));
        return Phrase.fixed(
                name + "(x1, x2) AS (SELECT 1, CAST($1 AS " + domain.sql() + ") FROM $2$3 "
                        + dice.of("UNION", "UNION ALL")
                        + " SELECT " + name + ".x1 + 1, CAST($4 AS " + domain.sql() + ") FROM $5 WHERE " + name
                        + ".x1 < " + (rounds + 1) + "$6)",
                value.part(),
                first.part(),
                Relations.where(start, 0.5, 1),
                then,
                from,
                growth.has(Feature.OTHER_CONDITIONS)
                        ? Clause.of(" AND $1", next.condition(1).part())
                        : Word.NOTHING);
    }

    /// A value that is no larger than that of the round before.
    private Part bounded(Expressions next, Kind kind, double bound) {
        for (int attempt = 0; attempt < 4; attempt++) {
            Value value = next.any(kind, 1, Trust.FIRM);
            if (value.bound() <= bound && value.domain().kind() == kind) {
                return value.part();
            }
        }
        return Word.word("NULL");
    }
}
