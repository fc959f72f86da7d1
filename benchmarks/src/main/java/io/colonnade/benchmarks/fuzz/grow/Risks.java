package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Listing;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Grows queries that may fail: overflow, division by zero, casts of what does not fit. They compute every
/// value for every row of a table, so that an engine fails if and only if another does.
final class Risks {
    private static final List<Kind> KINDS =
            List.of(Kind.SMALLINT, Kind.INTEGER, Kind.INTEGER, Kind.BIGINT, Kind.DECIMAL, Kind.DATE, Kind.BOOLEAN);
    private static final int DIGITS_MAX = 18;

    private final Growth growth;
    private final Dice dice;

    Risks(Growth growth) {
        this.growth = growth;
        this.dice = growth.dice;
    }

    Part query() {
        Relations.From from = new Relations(growth, null, 1).table();
        Expressions columns = new Expressions(growth, from.scope(), null, 1);
        List<Part> items = new ArrayList<>();
        for (int i = dice.between(1, 2); i > 0; i--) {
            items.add(Phrase.fixed(
                    "$1 AS x" + i,
                    grow(columns, dice.pick(KINDS), dice.between(1, 3)).part()));
        }
        return Phrase.query("SELECT $1 FROM $2", Listing.of(items), from.part());
    }

    private Value grow(Expressions columns, Kind kind, int depth) {
        Value column = columns.leaf(domain -> domain.kind() == kind, Trust.FIRM);
        if (depth <= 0 || kind == Kind.BOOLEAN) {
            return column != null ? column : columns.any(kind, 0, Trust.FIRM);
        }
        Value grown = switch (dice.between(0, 6)) {
            case 0, 1 -> arithmetic(columns, kind, depth - 1);
            case 2 -> division(columns, kind, depth - 1);
            case 3, 4 -> cast(columns, kind, depth - 1);
            case 5 -> sign(columns, kind, depth - 1);
            default -> null;
        };
        return grown != null ? grown : column != null ? column : columns.any(kind, 0, Trust.FIRM);
    }

    private @Nullable Value arithmetic(Expressions columns, Kind kind, int depth) {
        Value left = grow(columns, kind, depth);
        if (kind == Kind.DATE) {
            Value days = grow(columns, Kind.SMALLINT, depth);
            String template = dice.of("($1 + CAST($2 AS INTEGER))", "($1 - CAST($2 AS INTEGER))");
            return Value.of(kind, template, left.part(), days.part());
        }
        Value right = grow(columns, kind, depth);
        String operator = dice.of("+", "-", "*");
        Domain domain = left.domain().with(right.domain());
        if (kind == Kind.DECIMAL) {
            boolean product = operator.equals("*");
            int digits = product ? left.domain().digits() + right.domain().digits() : domain.precision() + 1;
            if (digits > DIGITS_MAX) {
                return null;
            }
            domain = Domain.decimal(
                    digits, product ? left.domain().scale() + right.domain().scale() : domain.scale());
        }
        String template = "($1 " + operator + " $2)";
        return Value.of(domain, Trust.FIRM, 0, template, template, left.part(), right.part());
    }

    private @Nullable Value division(Expressions columns, Kind kind, int depth) {
        if (!kind.isInteger()) {
            return null;
        }
        Value left = grow(columns, kind, depth);
        Value right = grow(columns, dice.of(kind, Kind.SMALLINT), 0);
        Domain domain = left.domain().with(right.domain());
        String operator = dice.of("/", "%");
        String quotient = "($1 " + operator + " $2)";
        // DuckDB says NULL.
        String checked = "CASE WHEN $1 IS NOT NULL AND $2 = 0 THEN CAST(error('division by zero') AS " + domain.sql()
                + ") ELSE " + quotient + " END";
        return Value.of(domain, Trust.FIRM, 0, quotient, checked, left.part(), right.part());
    }

    private @Nullable Value cast(Expressions columns, Kind kind, int depth) {
        if (kind == Kind.DATE) {
            return null;
        }
        Domain to = kind == Kind.DECIMAL ? dice.of(Domain.decimal(4, 1), Domain.decimal(9, 2)) : Domain.of(kind);
        Value from = dice.chance(0.2)
                ? columns.any(Kind.VARCHAR, 0, Trust.FIRM)
                : grow(columns, dice.of(Kind.INTEGER, Kind.BIGINT, Kind.DECIMAL, Kind.SMALLINT), depth);
        String template = "CAST($1 AS " + to.sql() + ")";
        return Value.of(to, Trust.FIRM, 0, template, template, from.part());
    }

    private @Nullable Value sign(Expressions columns, Kind kind, int depth) {
        Value value = columns.leaf(domain -> domain.kind() == kind, Trust.FIRM);
        if (!kind.isNumeric() || value == null) {
            return kind.isNumeric() ? grow(columns, kind, depth) : null;
        }
        String template = dice.of("(- $1)", "ABS($1)");
        return Value.of(value.domain(), Trust.FIRM, 0, template, template, value.part());
    }
}
