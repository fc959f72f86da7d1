package io.colonnade.exec.expression;

import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.exec.expression.evaluator.Constants;
import io.colonnade.exec.kernel.filter.ValueTest;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Conditions on one INT32 or INT64 column that are nothing but a set of values: a comparison with a constant, IN, and
/// ANDs, ORs and NOTs of those.
final class ValueTests {
    private ValueTests() {}

    /// The set of values of the one column that `condition` refers to for which it is true, or null if it is not so
    /// simple. For NULL such a condition is never true.
    static @Nullable ValueTest of(Expression condition) {
        return switch (condition) {
            case Expression.Comparison e -> comparison(e);
            case Expression.InList e -> isInteger(e.value()) ? ValueTest.of(Constants.longs(e.values())) : null;
            case Expression.Not e -> {
                ValueTest test = of(e.term());
                yield test == null ? null : test.not();
            }
            case Expression.Logical e -> logical(e);
            case Expression.Literal e -> null;
            case Expression.ColumnReference e -> null;
            case Expression.Parameter e -> null;
            case Expression.IsNull e -> null;
            case Expression.Like e -> null;
            case Expression.Arithmetic e -> null;
            case Expression.Case e -> null;
            case Expression.Cast e -> null;
            case Expression.Call e -> null;
        };
    }

    private static boolean isInteger(Expression expression) {
        return expression instanceof Expression.ColumnReference column
                && (column.type().layout() == Layout.INT32 || column.type().layout() == Layout.INT64);
    }

    private static @Nullable ValueTest comparison(Expression.Comparison comparison) {
        if (isInteger(comparison.left()) && comparison.right() instanceof Expression.Literal literal) {
            return compare(comparison.operator(), literal.value());
        }
        if (isInteger(comparison.right()) && comparison.left() instanceof Expression.Literal literal) {
            return compare(comparison.operator().flip(), literal.value());
        }
        return null;
    }

    private static @Nullable ValueTest compare(ComparisonOperator operator, Datum constant) {
        if (!(constant instanceof Datum.Int number)) {
            return null;
        }
        long value = number.value();
        return switch (operator) {
            case EQUAL -> ValueTest.range(value, value);
            case NOT_EQUAL -> ValueTest.range(value, value).not();
            case LESS -> value == Long.MIN_VALUE ? ValueTest.NOTHING : ValueTest.range(Long.MIN_VALUE, value - 1);
            case LESS_OR_EQUAL -> ValueTest.range(Long.MIN_VALUE, value);
            case GREATER -> value == Long.MAX_VALUE ? ValueTest.NOTHING : ValueTest.range(value + 1, Long.MAX_VALUE);
            case GREATER_OR_EQUAL -> ValueTest.range(value, Long.MAX_VALUE);
        };
    }

    private static @Nullable ValueTest logical(Expression.Logical logical) {
        boolean or = logical.operator() == LogicalOperator.OR;
        ValueTest all = or ? ValueTest.NOTHING : ValueTest.EVERYTHING;
        for (Expression term : logical.terms()) {
            ValueTest test = of(term);
            if (test == null) {
                return null;
            }
            ValueTest joined = or ? union(all, test) : intersection(all, test);
            if (joined == null) {
                return null;
            }
            all = joined;
        }
        return all;
    }

    /// The values of both, where that is again a range.
    static @Nullable ValueTest intersection(ValueTest a, ValueTest b) {
        if (a.equals(ValueTest.EVERYTHING) || b.equals(ValueTest.NOTHING)) {
            return b;
        }
        if (b.equals(ValueTest.EVERYTHING) || a.equals(ValueTest.NOTHING)) {
            return a;
        }
        if (a instanceof ValueTest.Range x && b instanceof ValueTest.Range y && !x.negated() && !y.negated()) {
            return ValueTest.range(Math.max(x.low(), y.low()), Math.min(x.high(), y.high()));
        }
        return null;
    }

    /// The values of either, where both are short lists.
    private static @Nullable ValueTest union(ValueTest a, ValueTest b) {
        long[] x = listed(a);
        long[] y = listed(b);
        if (x == null || y == null) {
            return null;
        }
        long[] both = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, both, x.length, y.length);
        return ValueTest.of(both);
    }

    private static long @Nullable [] listed(ValueTest test) {
        return switch (test) {
            case ValueTest.Nothing t -> new long[0];
            case ValueTest.Range t
            when !t.negated() && t.high() - t.low() >= 0 && t.high() - t.low() < 1024 ->
                LongStream.rangeClosed(t.low(), t.high()).toArray();
            case ValueTest.Table t
            when !t.negated() && t.size() <= 1024 ->
                LongStream.range(t.first(), t.first() + t.size())
                        .filter(t::contains)
                        .toArray();
            case ValueTest.Everything t -> null;
            case ValueTest.Range t -> null;
            case ValueTest.Table t -> null;
            case ValueTest.Hashed t -> null;
        };
    }
}
