package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.world.Dice;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Grows expressions of a wanted kind over columns. A number that is wanted as one kind may come as another;
/// what is known of it tells which.
final class Expressions {
    final Growth growth;
    final Dice dice;
    private final Leaves leaves;
    /// What subqueries see of this query, or null if there can be none.
    private final @Nullable Scope scope;
    /// How often this is computed.
    private final double times;

    Expressions(Growth growth, Leaves leaves, @Nullable Scope scope, double times) {
        this.growth = growth;
        this.dice = growth.dice;
        this.leaves = leaves;
        this.scope = scope;
        this.times = times;
    }

    /// The same over other columns, without subqueries.
    Expressions flat() {
        return new Expressions(growth, leaves, null, times);
    }

    Value any(Kind kind, int depth, Trust most) {
        if (depth > 0 && dice.chance(0.25)) {
            Value general = general(kind, depth - 1, most);
            if (general != null) {
                return general;
            }
        }
        return switch (kind.family()) {
            case CONDITION -> new Conditions(this).grow(depth);
            case NUMBER, FLOATING -> new Numbers(this).grow(kind, depth, most);
            case TEXT -> new Texts(this).grow(depth);
            case DATE, TIME, MOMENT -> new Moments(this).grow(kind, depth);
            case REAL, CHARS, INTERVAL, ZONED -> new Others(this).grow(kind, depth);
        };
    }

    Value condition(int depth) {
        return any(Kind.BOOLEAN, depth, Trust.FIRM);
    }

    @Nullable
    Value leaf(Predicate<Domain> wanted, Trust most) {
        return leaves.leaf(wanted, most);
    }

    /// A column of this kind, if there is one.
    @Nullable
    Value column(Kind kind, Trust most) {
        return leaf(domain -> domain.kind() == kind, most);
    }

    /// What there is for every type.
    private @Nullable Value general(Kind kind, int depth, Trust most) {
        switch (dice.between(0, 6)) {
            case 0, 1:
                return growth.has(Feature.CASES) ? cases(kind, depth, most) : null;
            case 2: {
                Value first = any(kind, depth, most);
                Value second = any(kind, depth, most);
                return together(first, second, "COALESCE($1, $2)");
            }
            case 3: {
                Value first = any(kind, depth, most);
                Value second = any(kind, 0, Trust.FIRM);
                return !first.trust().within(Trust.FIRM) || !comparable(first, second)
                        ? first
                        : Value.of(
                                first.domain(),
                                first.trust(),
                                first.bound(),
                                "NULLIF($1, $2)",
                                "NULLIF($1, $2)",
                                first.part(),
                                second.part());
            }
            case 6: {
                Value first = any(kind, depth, Trust.FIRM);
                Value second = any(kind, depth, Trust.FIRM);
                return together(first, second, dice.of("GREATEST($1, $2)", "LEAST($1, $2)"));
            }
            case 4: {
                Value first = any(kind, depth, most);
                Value second = any(kind, depth, most);
                Value middle = together(first, second, "COALESCE(NULL, $1, $2)");
                return middle;
            }
            default:
                Scope inner = scope;
                if (inner == null || !growth.takes(Feature.SUBQUERIES, 0.7)) {
                    return null;
                }
                return new Subqueries(growth, inner, times).scalar(kind, most);
        }
    }

    private Value cases(Kind kind, int depth, Trust most) {
        Value first = any(kind, depth, most);
        Value second = any(kind, depth, most);
        if (dice.chance(0.3)) {
            Kind subjectKind = dice.of(Kind.INTEGER, Kind.VARCHAR, Kind.DATE);
            Value subject = any(subjectKind, depth, Trust.FIRM);
            Value match = any(subjectKind, 0, Trust.FIRM);
            if (comparable(subject, match)) {
                return together(first, second, "CASE $3 WHEN $4 THEN $1 ELSE $2 END", subject, match);
            }
        }
        Value condition = condition(depth);
        return dice.chance(0.3)
                ? together(first, first, "CASE WHEN $3 THEN $1 END", condition)
                : together(first, second, "CASE WHEN $3 THEN $1 ELSE $2 END", condition);
    }

    /// One of two values of a kind, or the first if they have no common type.
    private Value together(Value first, Value second, String template, Value... more) {
        if (!comparable(first, second)) {
            return first;
        }
        io.colonnade.benchmarks.fuzz.text.Part[] parts = new io.colonnade.benchmarks.fuzz.text.Part[2 + more.length];
        parts[0] = first.part();
        parts[1] = second.part();
        for (int i = 0; i < more.length; i++) {
            parts[2 + i] = more[i].part();
        }
        return Value.of(
                first.domain().kind().isNumeric() ? first.domain().with(second.domain()) : first.domain(),
                first.trust().worse(second.trust()),
                Math.max(first.bound(), second.bound()),
                template,
                template,
                parts);
    }

    /// Whether both have a common type that loses nothing.
    static boolean comparable(Value first, Value second) {
        Kind left = first.domain().kind();
        Kind right = second.domain().kind();
        if (left.isNumeric() && right.isNumeric()) {
            boolean floating = left == Kind.DOUBLE || right == Kind.DOUBLE;
            return floating
                    ? floats(first) && floats(second)
                    : first.domain().with(second.domain()).precision() <= Domain.DIGITS_MAX;
        }
        return left.family() == right.family();
    }

    /// Whether it is the same as a DOUBLE.
    static boolean floats(Value value) {
        return switch (value.domain().kind()) {
            case DOUBLE -> true;
            case DECIMAL -> false;
            default -> value.bound() < 1e15;
        };
    }

    Subqueries subqueries(Scope inner) {
        return new Subqueries(growth, inner, times);
    }

    @Nullable
    Scope scope() {
        return scope;
    }
}
