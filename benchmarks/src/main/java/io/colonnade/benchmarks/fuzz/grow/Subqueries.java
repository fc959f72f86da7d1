package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Clause;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.text.Word;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Grows subqueries that may name the columns of the query around them.
final class Subqueries {
    private final Growth growth;
    private final @Nullable Scope outer;
    private final double times;

    Subqueries(Growth growth, Scope scope, double times) {
        this.growth = growth;
        this.outer = growth.has(Feature.CORRELATED) ? scope : null;
        this.times = times;
    }

    /// A query of one column, and what is known of it.
    record Rows(Part query, Value value) {}

    Phrase exists() {
        Relations.From from = from();
        Expressions expressions = inner(from);
        return Phrase.query(
                "SELECT $1 FROM $2$3",
                growth.dice.chance(0.5) ? Word.word("1") : Word.word("*"),
                from.part(),
                where(expressions));
    }

    Rows rows(Kind kind) {
        if (growth.dice.chance(0.3)) {
            Queries.Built built = new Queries(growth).select(outer, List.of(kind), 1, Trust.FIRM, times);
            return new Rows(built.part(), built.columns().getFirst());
        }
        Relations.From from = from();
        Expressions expressions = inner(from);
        Value column = from.scope().leaf(domain -> domain.kind() == kind, Trust.FIRM);
        Value value = column != null ? column : expressions.any(kind, 1, Trust.FIRM);
        return new Rows(Phrase.query("SELECT $1 FROM $2$3", value.part(), from.part(), where(expressions)), value);
    }

    /// A query that has one row: an aggregate, or the first row in an order.
    Value scalar(Kind kind, Trust most) {
        Relations.From from = from();
        Expressions expressions = inner(from);
        Value value;
        Phrase query;
        if (growth.dice.chance(0.8) || kind == Kind.BOOLEAN) {
            value = new Aggregates(growth, new Expressions(growth, from.scope(), null, times)).grow(kind, most);
            query = Phrase.query("SELECT $1 FROM $2$3", value.part(), from.part(), where(expressions));
        } else {
            value = expressions.flat().any(kind, 1, Trust.FIRM);
            query = Phrase.query(
                    "SELECT $1 FROM $2$3 ORDER BY 1" + growth.dice.of("", " DESC", " NULLS FIRST") + " LIMIT 1",
                    value.part(),
                    from.part(),
                    where(expressions));
        }
        Domain domain = value.domain();
        return Value.of(domain, value.trust(), value.bound(), "($1)", "($1)", query);
    }

    private Relations.From from() {
        return new Relations(growth, outer, times).from(1);
    }

    private Expressions inner(Relations.From from) {
        Scope scope = new Scope(growth.dice, from.scope().columns(), outer);
        boolean deeper = growth.dice.chance(0.25);
        return new Expressions(growth, scope, deeper ? scope : null, times * Math.max(1, from.rows()));
    }

    private Part where(Expressions expressions) {
        if (growth.dice.chance(0.2)) {
            return Word.NOTHING;
        }
        Value condition = expressions.condition(1);
        if (outer != null && growth.dice.chance(0.6)) {
            Value linked = link(expressions);
            if (linked != null) {
                condition = growth.dice.chance(0.5)
                        ? linked
                        : Value.of(Kind.BOOLEAN, "($1 AND $2)", linked.part(), condition.part());
            }
        }
        return Clause.of(" WHERE $1", condition.part());
    }

    /// A comparison of a column of the subquery with one outside.
    private @Nullable Value link(Expressions expressions) {
        Scope around = outer;
        if (around == null) {
            return null;
        }
        Kind kind = growth.dice.of(Kind.INTEGER, Kind.INTEGER, Kind.VARCHAR, Kind.DATE, Kind.DECIMAL);
        Value inside = expressions.leaf(domain -> domain.kind() == kind, Trust.FIRM);
        Value outside = around.leaf(domain -> domain.kind().family() == kind.family(), Trust.FIRM);
        if (inside == null || outside == null || !Expressions.comparable(inside, outside)) {
            return null;
        }
        String operator = growth.dice.of("=", "=", "=", "<", "<>", "IS NOT DISTINCT FROM");
        return Value.of(Kind.BOOLEAN, "($1 " + operator + " $2)", inside.part(), outside.part());
    }
}
