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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Grows a SELECT with groups, or with aggregates of all rows.
final class GroupedQuery {
    private final Growth growth;
    private final Dice dice;
    private final Relations.From from;
    private final Expressions plain;
    private final Part where;
    private boolean sets;

    GroupedQuery(Growth growth, Relations.From from, Expressions plain, Part where) {
        this.growth = growth;
        this.dice = growth.dice;
        this.from = from;
        this.plain = plain;
        this.where = where;
    }

    Queries.Built grow(List<Kind> kinds, Trust most) {
        List<Value> keys = keys();
        sets = !keys.isEmpty() && growth.takes(Feature.GROUPING_SETS, 0.8);
        Leaves grouped = (wanted, trust) -> leaf(keys, wanted, trust);
        Scope outside =
                new Scope(dice, keys.stream().filter(GroupedQuery::isColumn).toList(), null);
        Expressions expressions = new Expressions(growth, grouped, outside, 1000);
        boolean distinct = growth.takes(Feature.DISTINCT, 0.2);
        List<Part> items = new ArrayList<>();
        List<Value> columns = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            Trust shown = distinct ? Trust.FIRM : most;
            Value value = !sets && growth.takes(Feature.WINDOWS, 0.4)
                    ? new Windows(growth, expressions.flat(), outside, false)
                            .withoutCounting()
                            .grow(kinds.get(i), shown)
                    : expressions.any(kinds.get(i), dice.between(0, 1), shown);
            items.add(Phrase.fixed("$1 AS x" + (i + 1), value.part()));
            columns.add(value);
        }
        Part having = growth.takes(Feature.HAVING, 0.5)
                ? Clause.of(" HAVING $1", expressions.condition(1).part())
                : Word.NOTHING;
        Part phrase = Phrase.query(
                "SELECT $1$2 FROM $3$4$5$6",
                distinct ? new Clause(Word.word("DISTINCT ")) : Word.NOTHING,
                Listing.of(items),
                from.part(),
                where,
                groupBy(keys),
                having);
        return new Queries.Built(phrase, columns, Math.max(1, from.rows()));
    }

    private static boolean isColumn(Value value) {
        return value.part() instanceof Phrase phrase
                && phrase.ours().equals("$1")
                && phrase.parts().getFirst() instanceof Word word
                && word.ours().matches("[a-z]\\w*\\.\\w+");
    }

    private List<Value> keys() {
        List<Value> keys = new ArrayList<>();
        if (dice.chance(0.25)) {
            return keys;
        }
        for (int i = dice.between(1, 3); i > 0; i--) {
            Value column = plain.leaf(domain -> true, Trust.FIRM);
            Value key = column != null && dice.chance(0.75) && isOwn(column)
                    ? column
                    : plain.flat().any(dice.of(Kind.values()), 1, Trust.FIRM);
            if (!isConstant(key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private boolean isOwn(Value column) {
        return from.scope().columns().contains(column);
    }

    /// A literal as a key would be an ordinal or an error; a key must name a column.
    private boolean isConstant(Value key) {
        String text = key.part().text(Dialect.COLONNADE);
        return from.scope().columns().stream()
                .noneMatch(column -> text.matches("(?s).*\\b" + column.part().text(Dialect.COLONNADE) + "\\b.*"));
    }

    private @Nullable Value leaf(List<Value> keys, Predicate<Domain> wanted, Trust most) {
        List<Value> fitting = keys.stream()
                .filter(key -> wanted.test(key.domain()) && key.trust().within(most))
                .toList();
        if (!fitting.isEmpty() && dice.chance(0.5)) {
            return dice.pick(fitting);
        }
        if (sets && wanted.test(Domain.of(Kind.BIGINT)) && dice.chance(0.3)) {
            Value key = dice.pick(keys);
            return Value.of(Domain.of(Kind.BIGINT), Trust.SUMMABLE, 1, "GROUPING($1)", "GROUPING($1)", key.part());
        }
        for (int attempt = 0; attempt < 4; attempt++) {
            Value call = new Aggregates(growth, plain.flat()).grow(dice.of(Kind.values()), most);
            if (wanted.test(call.domain()) && call.trust().within(most)) {
                return call;
            }
        }
        return fitting.isEmpty() ? null : dice.pick(fitting);
    }

    private Part groupBy(List<Value> keys) {
        if (keys.isEmpty()) {
            return Word.NOTHING;
        }
        List<Part> parts =
                new ArrayList<>(keys.stream().map(Value::part).distinct().toList());
        if (dice.chance(0.1)) {
            parts.add(dice.pick(parts));
        }
        if (!sets) {
            return Clause.of(" GROUP BY $1", Listing.of(parts));
        }
        if (dice.chance(0.15)) {
            return Clause.of(
                    " GROUP BY $1, " + dice.of("ROLLUP ($2)", "CUBE ($2)"), dice.pick(parts), Listing.of(parts));
        }
        if (dice.chance(0.5)) {
            return Clause.of(dice.of(" GROUP BY ROLLUP ($1)", " GROUP BY CUBE ($1)"), Listing.of(parts));
        }
        List<Part> sets = new ArrayList<>();
        for (int i = dice.between(1, 3); i > 0; i--) {
            List<Part> set = new ArrayList<>();
            for (Part part : parts) {
                if (i == 1 || dice.chance(0.5)) {
                    set.add(part);
                }
            }
            sets.add(Phrase.fixed("($1)", new Listing(", ", 0, set)));
        }
        return Clause.of(" GROUP BY GROUPING SETS ($1)", Listing.of(sets));
    }
}
