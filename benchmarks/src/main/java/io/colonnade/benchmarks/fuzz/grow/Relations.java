package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Clause;
import io.colonnade.benchmarks.fuzz.text.Listing;
import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.text.Word;
import io.colonnade.benchmarks.fuzz.world.Column;
import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;
import io.colonnade.benchmarks.fuzz.world.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Grows what stands after FROM: tables, derived tables, VALUES, and joins of them.
final class Relations {
    /// Rows of a product of tables at most, and computations of a subquery.
    private static final double WORK_MAX = 100_000;

    private final Growth growth;
    private final Dice dice;
    private final @Nullable Scope outer;
    private final double times;

    Relations(Growth growth, @Nullable Scope outer, double times) {
        this.growth = growth;
        this.dice = growth.dice;
        this.outer = outer;
        this.times = times;
    }

    /// What was grown, the columns that it has, and how many rows at most.
    ///
    /// @param unique whether no two rows are the same
    record From(Part part, Scope scope, double rows, boolean unique) {}

    /// Names of columns of a relation, as it is called.
    private record Source(From from, String alias, List<String> names) {}

    From from(int depth) {
        Source first = source(depth);
        From from = first.from();
        int joins = growth.has(Feature.JOINS) ? dice.of(0, 1, 1, 1, 2, 2, 3) : 0;
        for (int i = 0; i < joins; i++) {
            boolean lateral = growth.takes(Feature.LATERAL, 0.3);
            Source second = lateral ? lateral(from) : source(depth - 1);
            if (from.rows() * second.from().rows() * times > WORK_MAX) {
                From keyed = lateral ? null : byNumber(from, second);
                if (keyed == null) {
                    break;
                }
                from = keyed;
                continue;
            }
            List<String> shared = new ArrayList<>(second.names());
            shared.retainAll(first.names());
            if (i == 0 && joins == 1 && !lateral && !shared.isEmpty() && growth.takes(Feature.USING, 0.8)) {
                From merged = using(first, second, shared.getFirst());
                if (merged != null) {
                    return merged;
                }
            }
            from = join(from, second.from(), lateral);
        }
        return growth.takes(Feature.JOINS, 0.15) ? comma(from, depth) : from;
    }

    /// What is joined behind a comma cannot name what is before it.
    private From comma(From left, int depth) {
        From right = source(depth - 1).from();
        if (dice.chance(0.6)) {
            From more = source(depth - 1).from();
            if (right.rows() * more.rows() * times <= WORK_MAX) {
                right = join(right, more, false);
            }
        }
        if (left.rows() * right.rows() * times > WORK_MAX) {
            return left;
        }
        List<Value> columns = new ArrayList<>(left.scope().columns());
        columns.addAll(right.scope().columns());
        return new From(
                Phrase.relation("$1, $2", left.part(), right.part()),
                new Scope(dice, columns, null),
                left.rows() * right.rows(),
                left.unique() && right.unique());
    }

    private Source source(int depth) {
        if (depth > 0 && growth.takes(Feature.DERIVED, 0.4)) {
            return derived("$1", depth, outer);
        }
        if (growth.takes(Feature.VALUES, 0.2)) {
            return values();
        }
        if (!growth.with().isEmpty() && dice.chance(0.5)) {
            Growth.Named named = dice.pick(growth.with());
            return renamed(Word.word(named.name()), named.columns(), named.rows());
        }
        return tableSource();
    }

    /// A table alone.
    From table() {
        return tableSource().from();
    }

    private Source tableSource() {
        Table table = dice.pick(growth.world.tables());
        for (int attempt = 0; attempt < 4 && table.rows().size() * times > WORK_MAX; attempt++) {
            table = dice.pick(growth.world.tables());
        }
        String alias = growth.name("a");
        List<Value> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            columns.add(new Value(Word.NOTHING, column.domain(), Trust.SUMMABLE, column.bound())
                    .named(alias + "." + column.name()));
        }
        Part part = Phrase.relation(table.name() + " AS " + alias);
        return new Source(
                new From(part, new Scope(dice, columns, null), table.rows().size(), table.isUnique()),
                alias,
                table.columns().stream().map(Column::name).toList());
    }

    private Source derived(String prefix, int depth, @Nullable Scope around) {
        Queries.Built built = new Queries(growth).any(around, Queries.kinds(dice, 3), depth - 1, Trust.FIRM, times);
        return renamed(Phrase.fixed(prefix.replace("$1", "($1)"), built.part()), built.columns(), built.rows());
    }

    private Source lateral(From left) {
        return derived("LATERAL $1", 1, left.scope());
    }

    /// Under a name of its own; its columns are called x1, x2 and so on.
    private Source renamed(Part part, List<Value> values, double rows) {
        String alias = growth.name("d");
        List<Value> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            names.add("x" + (i + 1));
            columns.add(values.get(i).named(alias + ".x" + (i + 1)));
        }
        return new Source(
                new From(Phrase.relation("$1 AS " + alias, part), new Scope(dice, columns, null), rows, false),
                alias,
                names);
    }

    /// Rows of constants as a query.
    Queries.Built constants(List<Kind> kinds) {
        Expressions literals = new Expressions(growth, (wanted, most) -> null, null, 1);
        List<Value> known = new ArrayList<>();
        List<Part> rows = new ArrayList<>();
        int count = dice.between(1, 5);
        for (int row = 0; row < count; row++) {
            List<Part> items = new ArrayList<>();
            for (int i = 0; i < kinds.size(); i++) {
                Value value = kinds.get(i) == Kind.BOOLEAN
                        ? Value.of(Kind.BOOLEAN, dice.of("TRUE", "FALSE"))
                        : literals.any(kinds.get(i), 0, Trust.SUMMABLE);
                if (row == 0) {
                    known.add(value);
                } else {
                    Value before = known.get(i);
                    known.set(
                            i,
                            new Value(
                                    before.part(),
                                    before.domain().kind().isNumeric()
                                            ? before.domain().with(value.domain())
                                            : before.domain(),
                                    Trust.SUMMABLE,
                                    Math.max(before.bound(), value.bound())));
                }
                items.add(row > 0 && dice.chance(0.15) ? Word.word("NULL") : value.part());
            }
            rows.add(Phrase.fixed("($1)", Listing.of(items)));
        }
        return new Queries.Built(Phrase.fixed("VALUES $1", Listing.of(rows)), known, count);
    }

    private Source values() {
        Queries.Built built = constants(Queries.kinds(dice, 3));
        String alias = growth.name("v");
        List<Value> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < built.columns().size(); i++) {
            names.add("x" + (i + 1));
            columns.add(built.columns().get(i).named(alias + ".x" + (i + 1)));
        }
        Part part = Phrase.relation("($1) AS " + alias + "(" + String.join(", ", names) + ")", built.part());
        return new Source(new From(part, new Scope(dice, columns, null), built.rows(), false), alias, names);
    }

    private From join(From left, From right, boolean lateral) {
        List<Value> columns = new ArrayList<>(left.scope().columns());
        columns.addAll(right.scope().columns());
        Scope both = new Scope(dice, columns, null);
        double rows = left.rows() * right.rows();
        String kind = "JOIN";
        if (growth.takes(Feature.OUTER_JOINS, 0.6)) {
            kind = lateral ? "LEFT JOIN" : dice.of("LEFT JOIN", "RIGHT JOIN");
        } else if (!lateral && growth.takes(Feature.FULL_JOINS, 0.6)) {
            kind = "FULL JOIN";
        }
        if (!kind.equals("JOIN")) {
            rows += left.rows() + right.rows();
        } else if (dice.chance(0.1)) {
            return new From(
                    Phrase.relation("$1 CROSS JOIN $2", left.part(), right.part()),
                    both,
                    rows,
                    left.unique() && right.unique());
        }
        Value condition = condition(left.scope(), right.scope(), both);
        return new From(
                Phrase.relation("$1 " + kind + " $2 ON $3", left.part(), right.part(), condition.part()),
                both,
                rows,
                left.unique() && right.unique());
    }

    private Value condition(Scope left, Scope right, Scope both) {
        Scope inside = new Scope(dice, both.columns(), outer);
        Expressions expressions = new Expressions(growth, inside, dice.chance(0.2) ? inside : null, times * 100);
        Value equality = equality(left, right);
        if (equality == null || growth.takes(Feature.OTHER_CONDITIONS, 0.5)) {
            return equality == null && !growth.has(Feature.OTHER_CONDITIONS)
                    ? Value.of(Kind.BOOLEAN, "TRUE")
                    : expressions.condition(2);
        }
        return dice.chance(0.35)
                ? Value.of(
                        Kind.BOOLEAN,
                        "($1 AND $2)",
                        equality.part(),
                        expressions.condition(1).part())
                : equality;
    }

    /// Joined by the numbers of the rows of a numbered table, which may be large.
    private @Nullable From byNumber(From left, Source right) {
        int id = right.names().indexOf("id");
        Value key = left.scope().leaf(domain -> domain.kind() == Kind.INTEGER, Trust.FIRM);
        double rows = (left.rows() + right.from().rows()) * times;
        if (id < 0 || key == null || !right.from().unique() || rows > WORK_MAX) {
            return null;
        }
        List<Value> columns = new ArrayList<>(left.scope().columns());
        columns.addAll(right.from().scope().columns());
        String kind = growth.has(Feature.OUTER_JOINS)
                ? dice.of("LEFT JOIN", "RIGHT JOIN", "JOIN")
                : growth.has(Feature.FULL_JOINS) ? "FULL JOIN" : "JOIN";
        Value equal = Value.of(
                Kind.BOOLEAN,
                dice.of("($1 = $2)", "($2 = $1)"),
                key.part(),
                right.from().scope().columns().get(id).part());
        return new From(
                Phrase.relation(
                        "$1 " + kind + " $2 ON $3", left.part(), right.from().part(), equal.part()),
                new Scope(dice, columns, null),
                left.rows() + right.from().rows(),
                left.unique());
    }

    private @Nullable Value equality(Scope left, Scope right) {
        for (int attempt = 0; attempt < 6; attempt++) {
            Value one = left.leaf(domain -> true, Trust.FIRM);
            if (one == null) {
                return null;
            }
            Value two = right.leaf(
                    domain -> domain.kind().family() == one.domain().kind().family(), Trust.FIRM);
            if (two != null && Expressions.comparable(one, two)) {
                return Value.of(
                        Kind.BOOLEAN,
                        dice.chance(0.9) ? "($1 = $2)" : "($1 IS NOT DISTINCT FROM $2)",
                        one.part(),
                        two.part());
            }
        }
        return null;
    }

    /// Joined by a column of the same name, which then also has a name without an alias.
    private @Nullable From using(Source left, Source right, String name) {
        Value one = column(left, name);
        Value two = column(right, name);
        // In QUALIFY a name alone may be that of a column of the list.
        if (!Expressions.comparable(one, two) || name.startsWith("x") && growth.has(Feature.QUALIFY)) {
            return null;
        }
        boolean natural = growth.has(Feature.NATURAL)
                && left.names().stream().filter(right.names()::contains).count() == 1;
        String kind = growth.has(Feature.OUTER_JOINS)
                ? dice.of("LEFT JOIN", "RIGHT JOIN", "JOIN")
                : growth.has(Feature.FULL_JOINS) ? "FULL JOIN" : "JOIN";
        List<Value> columns = new ArrayList<>(left.from().scope().columns());
        columns.addAll(right.from().scope().columns());
        Domain domain = one.domain().kind().isNumeric() ? one.domain().with(two.domain()) : one.domain();
        columns.add(new Value(Word.NOTHING, domain, Trust.SUMMABLE, Math.max(one.bound(), two.bound())).named(name));
        return new From(
                Phrase.relation(
                        natural ? "$1 NATURAL " + kind + " $2" : "$1 " + kind + " $2 USING (" + name + ")",
                        left.from().part(),
                        right.from().part()),
                new Scope(dice, columns, null),
                left.from().rows() * right.from().rows()
                        + left.from().rows()
                        + right.from().rows(),
                left.from().unique() && right.from().unique());
    }

    private static Value column(Source source, String name) {
        return source.from().scope().columns().get(source.names().indexOf(name));
    }

    /// A condition as a WHERE clause, or nothing.
    static Part where(Expressions expressions, double probability, int depth) {
        return expressions.dice.chance(probability)
                ? Clause.of(" WHERE $1", expressions.condition(depth).part())
                : Word.NOTHING;
    }
}
