package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Listing;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.text.Word;
import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Kind;
import java.util.ArrayList;
import java.util.List;

/// Grows conditions.
final class Conditions {
    private static final List<String> PATTERNS =
            List.of("'%a%'", "'a%'", "'%o'", "'_'", "'%'", "'__%'", "'a_b'", "''", "'%京%'", "'%l_%'");

    private final Expressions all;
    private final Dice dice;

    Conditions(Expressions all) {
        this.all = all;
        this.dice = all.dice;
    }

    Value grow(int depth) {
        if (depth <= 0) {
            return comparison(0);
        }
        return switch (dice.between(0, 13)) {
            case 0, 1 ->
                Value.of(
                        Kind.BOOLEAN,
                        "($1 AND $2)",
                        grow(depth - 1).part(),
                        grow(depth - 1).part());
            case 2, 3 ->
                Value.of(
                        Kind.BOOLEAN,
                        "($1 OR $2)",
                        grow(depth - 1).part(),
                        grow(depth - 1).part());
            case 4 -> Value.of(Kind.BOOLEAN, "(NOT $1)", grow(depth - 1).part());
            case 5 ->
                Value.of(
                        Kind.BOOLEAN,
                        dice.of("($1 IS NULL)", "($1 IS NOT NULL)"),
                        all.any(kind(), depth - 1, Trust.LOOSE).part());
            case 6 -> dice.chance(0.5) ? truth(depth - 1) : call(depth - 1);
            case 7 -> between(depth - 1);
            case 8 -> list(depth - 1);
            case 9 -> all.growth.has(Feature.LIKE) ? like(depth - 1) : comparison(depth - 1);
            case 10, 11 -> subquery(depth - 1);
            default -> comparison(depth - 1);
        };
    }

    private Kind kind() {
        return dice.of(Kind.values());
    }

    private Value call(int depth) {
        List<Calls> calls = Calls.giving(Kind.BOOLEAN, all.growth, Trust.FIRM);
        return calls.isEmpty() ? comparison(depth) : dice.pick(calls).grow(all, depth);
    }

    private Value truth(int depth) {
        Value column = dice.chance(0.5) ? all.column(Kind.BOOLEAN, Trust.FIRM) : null;
        if (dice.chance(0.15)) {
            return Value.of(Kind.BOOLEAN, dice.of("TRUE", "FALSE", "CAST(NULL AS BOOLEAN)"));
        }
        if (column != null && dice.chance(0.5)) {
            return column;
        }
        return Value.of(
                Kind.BOOLEAN,
                dice.of("($1 IS TRUE)", "($1 IS NOT TRUE)", "($1 IS FALSE)", "($1 IS NOT FALSE)"),
                (column == null ? grow(depth) : column).part());
    }

    /// Two values that have a common type.
    private List<Part> pair(int depth) {
        Kind kind = kind();
        Value left = all.any(kind, depth, Trust.FIRM);
        Value right = all.any(kind, dice.chance(0.6) ? 0 : depth, Trust.FIRM);
        return Expressions.comparable(left, right)
                ? List.of(left.part(), right.part())
                : List.of(left.part(), left.part());
    }

    private Value comparison(int depth) {
        List<Part> pair = pair(depth);
        String operator =
                dice.of("=", "=", "=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM");
        return Value.of(Kind.BOOLEAN, "($1 " + operator + " $2)", pair.getFirst(), pair.getLast());
    }

    private Value between(int depth) {
        Kind kind = kind();
        Value value = all.any(kind, depth, Trust.FIRM);
        Value low = all.any(kind, 0, Trust.FIRM);
        Value high = all.any(kind, 0, Trust.FIRM);
        if (!Expressions.comparable(value, low)
                || !Expressions.comparable(value, high)
                || !Expressions.comparable(low, high)
                || kind == Kind.BOOLEAN) {
            return comparison(depth);
        }
        String not = dice.chance(0.3) ? "NOT " : "";
        return Value.of(Kind.BOOLEAN, "($1 " + not + "BETWEEN $2 AND $3)", value.part(), low.part(), high.part());
    }

    private Value list(int depth) {
        Kind kind = kind();
        Value value = all.any(kind, depth, Trust.FIRM);
        List<Part> items = new ArrayList<>();
        List<Value> taken = new ArrayList<>(List.of(value));
        for (int i = dice.between(1, 5); i > 0; i--) {
            Value item = all.any(kind, dice.chance(0.9) ? 0 : 1, Trust.FIRM);
            if (taken.stream().allMatch(other -> Expressions.comparable(item, other))) {
                items.add(item.part());
                taken.add(item);
            }
        }
        if (items.isEmpty() || kind == Kind.BOOLEAN) {
            return comparison(depth);
        }
        if (dice.chance(0.15)) {
            items.add(Word.word("NULL"));
        }
        return Value.of(Kind.BOOLEAN, dice.of("($1 IN ($2))", "($1 NOT IN ($2))"), value.part(), Listing.of(items));
    }

    private Value like(int depth) {
        Value text = all.any(Kind.VARCHAR, depth, Trust.FIRM);
        String operator = dice.of("LIKE", "LIKE", "NOT LIKE");
        return dice.chance(0.1)
                ? Value.of(Kind.BOOLEAN, "($1 " + operator + " 'a!_%' ESCAPE '!')", text.part())
                : Value.of(Kind.BOOLEAN, "($1 " + operator + " $2)", text.part(), Word.word(dice.pick(PATTERNS)));
    }

    private Value subquery(int depth) {
        Scope scope = all.scope();
        if (scope == null || !all.growth.has(Feature.SUBQUERIES)) {
            return comparison(depth);
        }
        Subqueries subqueries = all.subqueries(scope);
        if (dice.chance(0.4)) {
            Phrase query = subqueries.exists();
            return Value.of(Kind.BOOLEAN, dice.of("(EXISTS ($1))", "(NOT EXISTS ($1))"), query);
        }
        Kind kind = dice.of(Kind.INTEGER, Kind.INTEGER, Kind.VARCHAR, Kind.DATE, Kind.DECIMAL, Kind.BIGINT);
        Value value = all.any(kind, depth, Trust.FIRM);
        Subqueries.Rows rows = subqueries.rows(kind);
        if (!Expressions.comparable(value, rows.value())) {
            return comparison(depth);
        }
        String template = dice.chance(0.75)
                ? dice.of("($1 IN ($2))", "($1 NOT IN ($2))")
                : "($1 " + dice.of("=", "<>", "<", ">=") + dice.of(" ANY", " ALL") + " ($2))";
        return Value.of(Kind.BOOLEAN, template, value.part(), rows.query());
    }
}
