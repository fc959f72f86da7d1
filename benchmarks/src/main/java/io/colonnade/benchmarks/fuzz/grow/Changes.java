package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Clause;
import io.colonnade.benchmarks.fuzz.text.Listing;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.text.Word;
import io.colonnade.benchmarks.fuzz.world.Column;
import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Kind;
import io.colonnade.benchmarks.fuzz.world.Table;
import java.util.ArrayList;
import java.util.List;

/// Grows INSERT, UPDATE, DELETE and MERGE that break no constraint and change each row at most once.
final class Changes {
    /// Numbers of literals.
    private static final double SMALL = 12;

    private final Growth growth;
    private final Dice dice;
    /// Above those of all tables.
    private int nextKey = 5000;

    Changes(Growth growth) {
        this.growth = growth;
        this.dice = growth.dice;
    }

    Part script() {
        List<Part> statements = new ArrayList<>();
        for (int i = dice.between(1, 5); i > 0; i--) {
            Table table = dice.pick(growth.world.tables());
            statements.add(
                    switch (dice.between(0, 6)) {
                        case 0, 1 -> insertRows(table);
                        case 2 -> table.key().isEmpty() ? insertQuery(table) : insertRows(table);
                        case 3 -> delete(table);
                        case 4 -> dice.chance(0.5) ? merge(table) : update(table);
                        default -> update(table);
                    });
        }
        return new Listing(";\n", 1, statements);
    }

    private Scope scope(Table table) {
        List<Value> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            columns.add(new Value(Word.NOTHING, column.domain(), Trust.SUMMABLE, column.bound())
                    .named(table.name() + "." + column.name()));
        }
        return new Scope(dice, columns, null);
    }

    private Expressions over(Table table) {
        Scope scope = scope(table);
        return new Expressions(growth, scope, scope, Math.max(1, table.rows().size()));
    }

    private Part where(Expressions expressions) {
        return Clause.of(" WHERE $1", expressions.condition(2).part());
    }

    private Part delete(Table table) {
        return Phrase.fixed("DELETE FROM " + table.name() + "$1", where(over(table)));
    }

    private Part update(Table table) {
        List<Column> open = table.columns().stream()
                .filter(column -> !table.key().contains(column.name()))
                .toList();
        if (open.isEmpty()) {
            return delete(table);
        }
        Expressions expressions = over(table);
        List<Part> sets = new ArrayList<>();
        List<Column> taken = new ArrayList<>();
        for (int i = dice.between(1, 3); i > 0; i--) {
            Column column = dice.pick(open);
            if (!taken.contains(column)) {
                taken.add(column);
                sets.add(Phrase.fixed(column.name() + " = $1", value(expressions, column, 2)));
            }
        }
        return Phrase.fixed(
                "UPDATE " + table.name() + " SET $1$2",
                Listing.of(sets),
                dice.chance(0.8) ? where(expressions) : Word.NOTHING);
    }

    /// A value that the column can hold, and within the bounds that are known of it.
    private Part value(Expressions expressions, Column column, int depth) {
        Kind kind = column.domain().kind();
        Value value = expressions.any(kind, depth, Trust.FIRM);
        if (value.bound() > Math.max(SMALL, column.bound()) || kind == Kind.DOUBLE && value.trust() != Trust.SUMMABLE) {
            value = literal(kind);
        }
        return column.nullable()
                ? value.part()
                : Value.of(
                                value.domain(),
                                value.trust(),
                                value.bound(),
                                "COALESCE($1, $2)",
                                "COALESCE($1, $2)",
                                value.part(),
                                literal(kind).part())
                        .part();
    }

    private Value literal(Kind kind) {
        Expressions literals = new Expressions(growth, (wanted, most) -> null, null, 1);
        if (kind == Kind.BOOLEAN) {
            return Value.of(Kind.BOOLEAN, dice.of("TRUE", "FALSE"));
        }
        Value value = literals.any(kind, 0, Trust.SUMMABLE);
        while (value.bound() > SMALL) {
            value = literals.any(kind, 0, Trust.SUMMABLE);
        }
        return value;
    }

    private Part insertRows(Table table) {
        List<Part> rows = new ArrayList<>();
        for (int row = dice.between(1, 4); row > 0; row--) {
            List<Part> items = new ArrayList<>();
            for (Column column : table.columns()) {
                boolean key = table.key().contains(column.name());
                items.add(
                        key
                                ? Word.word(Integer.toString(nextKey++))
                                : column.nullable() && dice.chance(0.2)
                                        ? Word.word("NULL")
                                        : literal(column.domain().kind()).part());
            }
            rows.add(Phrase.fixed("($1)", new Listing(", ", items.size(), items)));
        }
        return Phrase.fixed("INSERT INTO " + table.name() + " VALUES $1", Listing.of(rows));
    }

    private Part insertQuery(Table table) {
        Table source = dice.pick(growth.world.tables());
        Expressions expressions = over(source);
        List<Part> items = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Column column : table.columns()) {
            if (!column.nullable() || dice.chance(0.8) || items.isEmpty()) {
                names.add(column.name());
                items.add(value(expressions, column, 1));
            }
        }
        return Phrase.fixed(
                "INSERT INTO " + table.name() + " (" + String.join(", ", names) + ") SELECT $1 FROM " + source.name()
                        + "$2",
                new Listing(", ", items.size(), items),
                dice.chance(0.6) ? where(expressions) : Word.NOTHING);
    }

    /// By groups of a key, so that each row of the table meets one row of the source.
    private Part merge(Table table) {
        List<Column> keys = table.columns().stream()
                .filter(column ->
                        column.domain().kind() == Kind.INTEGER && !table.key().contains(column.name()))
                .toList();
        List<Column> others = table.columns().stream()
                .filter(column -> !table.key().contains(column.name()))
                .toList();
        if (keys.isEmpty() || !table.key().isEmpty()) {
            return update(table);
        }
        Column key = dice.pick(keys);
        Column changed = dice.pick(others);
        String name = table.name();
        List<Part> items = new ArrayList<>();
        for (Column column : table.columns()) {
            items.add(
                    column.equals(key)
                            ? Word.word("s.n")
                            : literal(column.domain().kind()).part());
        }
        return Phrase.fixed(
                "MERGE INTO " + name + " USING (SELECT DISTINCT " + key.name() + " + $1 AS n FROM " + name + " WHERE "
                        + key.name() + " IS NOT NULL AND " + key.name() + " < 100000) AS s ON " + name + "."
                        + key.name()
                        + " = s.n$2$3",
                Word.word(Integer.toString(dice.between(0, 2))),
                Clause.of(
                        " WHEN MATCHED THEN "
                                + (dice.chance(0.3) ? "DELETE" : "UPDATE SET " + changed.name() + " = $1"),
                        literal(changed.domain().kind()).part()),
                Clause.of(" WHEN NOT MATCHED THEN INSERT VALUES ($1)", new Listing(", ", items.size(), items)));
    }
}
