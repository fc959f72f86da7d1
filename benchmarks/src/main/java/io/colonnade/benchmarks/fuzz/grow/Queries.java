package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Clause;
import io.colonnade.benchmarks.fuzz.text.Listing;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.text.Word;
import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Grows queries: SELECT with all its clauses, set operations, WITH.
final class Queries {
    private static final int COLUMNS_MAX = 4;
    private static final int DEPTH = 3;
    private static final double GROUP_ROWS = 1e4;

    private final Growth growth;
    private final Dice dice;

    Queries(Growth growth) {
        this.growth = growth;
        this.dice = growth.dice;
    }

    /// A query, what is known of its columns, and how many rows it has at most.
    record Built(Part part, List<Value> columns, double rows) {
        Built {
            columns = List.copyOf(columns);
        }
    }

    static List<Kind> kinds(Dice dice, int most) {
        List<Kind> kinds = new ArrayList<>();
        for (int i = dice.between(1, most); i > 0; i--) {
            kinds.add(dice.of(Kind.values()));
        }
        return kinds;
    }

    static String direction(Dice dice) {
        return dice.of("", " DESC", " ASC") + dice.of("", "", " NULLS FIRST", " NULLS LAST");
    }

    Part whole() {
        boolean ordered = dice.chance(0.4);
        boolean limited = ordered && growth.takes(Feature.LIMIT, 0.5);
        List<Part> named = new ArrayList<>();
        if (growth.has(Feature.WITH)) {
            for (int i = dice.between(1, 2); i > 0; i--) {
                // DuckDB gives a UNION below WITH RECURSIVE the types of its first part, recursive or not.
                Built built = any(null, kinds(dice, 3), growth.has(Feature.RECURSION) ? 0 : 1, Trust.FIRM, 1);
                String name = growth.name("w");
                named.add(Phrase.fixed(name + " AS ($1)", built.part()));
                growth.with().add(new Growth.Named(name, built.columns(), built.rows()));
            }
        }
        if (growth.has(Feature.RECURSION)) {
            named.add(new Recursion(growth).grow());
        }
        Built body = any(null, kinds(dice, COLUMNS_MAX), DEPTH, limited ? Trust.FIRM : Trust.LOOSE, 1);
        Part part = ordered ? ordered(body, limited) : body.part();
        String with = growth.has(Feature.RECURSION) ? "WITH RECURSIVE $1 $2" : "WITH $1 $2";
        return named.isEmpty() ? part : Phrase.query(with, Listing.of(named), part);
    }

    /// With ORDER BY ordinals, all of them if there is a LIMIT.
    private Part ordered(Built body, boolean limited) {
        List<Part> keys = new ArrayList<>();
        for (int i = 0; i < body.columns().size(); i++) {
            if (body.columns().get(i).trust().within(Trust.FIRM) && (limited || dice.chance(0.7))) {
                keys.add(Word.word((i + 1) + direction(dice)));
            }
        }
        if (keys.isEmpty()) {
            return body.part();
        }
        java.util.Collections.rotate(keys, dice.between(0, keys.size()));
        Part limit = limited
                ? new Clause(Word.word(
                        dice.chance(0.8)
                                ? " LIMIT " + dice.between(0, 12)
                                        + (dice.chance(0.4) ? " OFFSET " + dice.between(0, 6) : "")
                                : " OFFSET " + dice.between(0, 6) + " ROWS FETCH NEXT " + dice.between(1, 9)
                                        + " ROWS ONLY"))
                : Word.NOTHING;
        Listing order = new Listing(", ", limited ? keys.size() : 1, keys);
        return Phrase.query("$1$2", body.part(), Clause.of(" ORDER BY $1$2", order, limit));
    }

    Built any(@Nullable Scope outer, List<Kind> kinds, int depth, Trust most, double times) {
        if (depth > 0 && dice.chance(0.5)) {
            boolean intersections = growth.has(Feature.INTERSECTIONS);
            if (intersections || growth.has(Feature.SET_OPERATIONS)) {
                return operation(outer, kinds, depth, times, intersections);
            }
        }
        return select(outer, kinds, depth, most, times);
    }

    private Built operation(@Nullable Scope outer, List<Kind> kinds, int depth, double times, boolean intersections) {
        Built left = any(outer, kinds, depth - 1, Trust.FIRM, times);
        Built right = growth.takes(Feature.VALUES, 0.3)
                ? new Relations(growth, outer, times).constants(kinds)
                : select(outer, kinds, depth - 1, Trust.FIRM, times);
        List<Value> columns = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            Value one = left.columns().get(i);
            Value two = right.columns().get(i);
            if (!Expressions.comparable(one, two)) {
                return left;
            }
            columns.add(new Value(
                    one.part(),
                    one.domain().kind().isNumeric() ? one.domain().with(two.domain()) : one.domain(),
                    one.trust().worse(two.trust()),
                    Math.max(one.bound(), two.bound())));
        }
        String operator = intersections ? dice.of("INTERSECT", "EXCEPT", "UNION") : "UNION";
        String all = dice.chance(0.5) ? " ALL" : "";
        return new Built(
                Phrase.query("($1) " + operator + all + " ($2)", left.part(), right.part()),
                columns,
                left.rows() + right.rows());
    }

    Built select(@Nullable Scope outer, List<Kind> kinds, int depth, Trust most, double times) {
        Relations.From from = new Relations(growth, outer, times).from(depth);
        Scope scope = new Scope(dice, from.scope().columns(), outer);
        Expressions plain = new Expressions(growth, scope, scope, times * Math.max(1, from.rows()));
        Part where = Relations.where(plain, 0.6, Math.min(depth, 2));
        if (growth.takes(Feature.GROUPS, 0.6)) {
            // An aggregate of outer columns alone would be one of the outer query.
            Expressions own = new Expressions(growth, from.scope(), null, times);
            return new GroupedQuery(growth, from, own, where).grow(kinds, most);
        }
        boolean windows = growth.takes(Feature.WINDOWS, 0.7);
        List<Part> items = new ArrayList<>();
        List<Value> columns = new ArrayList<>();
        boolean distinct = growth.takes(Feature.DISTINCT, 0.4);
        Trust shown = distinct ? Trust.FIRM : most;
        Scope own = new Scope(dice, from.scope().columns(), null);
        Windows calls = new Windows(growth, plain, own, from.unique());
        for (int i = 0; i < kinds.size(); i++) {
            Value value = windows && !own.columns().isEmpty() && dice.chance(0.6)
                    ? calls.grow(kinds.get(i), shown)
                    : plain.any(kinds.get(i), dice.between(0, 2), shown);
            items.add(Phrase.fixed("$1 AS x" + (i + 1), value.part()));
            columns.add(value);
        }
        Part qualify = windows && growth.takes(Feature.QUALIFY, 0.6)
                ? Clause.of(
                        " QUALIFY ($1 <= 3)",
                        calls.grow(Kind.BIGINT, Trust.FIRM).part())
                : Word.NOTHING;
        Part phrase = Phrase.query(
                "SELECT $1$2 FROM $3$4$5",
                distinct ? new Clause(Word.word("DISTINCT ")) : Word.NOTHING,
                Listing.of(items),
                from.part(),
                where,
                qualify);
        return new Built(phrase, columns, from.rows());
    }

    List<Part> split() {
        Relations.From from = new Relations(growth, null, 1).from(1);
        Expressions plain = new Expressions(growth, from.scope(), from.scope(), Math.max(1, from.rows()));
        Value condition = plain.condition(DEPTH);
        List<Part> items = new ArrayList<>();
        int index = 0;
        for (Kind kind : kinds(dice, 3)) {
            Value value = plain.any(kind, 1, Trust.SUMMABLE);
            items.add(Phrase.fixed("$1 AS x" + ++index, value.part()));
        }
        Value number = plain.flat().any(Kind.INTEGER, 1, Trust.SUMMABLE);
        Value small = number.bound() < GROUP_ROWS ? number : plain.flat().any(Kind.INTEGER, 0, Trust.SUMMABLE);
        Value column = from.scope().leaf(domain -> true, Trust.FIRM);
        // A constant would be no key but a position.
        Part key = column == null
                ? Value.of(Kind.BOOLEAN, "($1 IS NULL)", small.part()).part()
                : column.part();
        return List.of(from.part(), condition.part(), Listing.of(items), small.part(), key);
    }
}
