package io.colonnade.exec.operator.window;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.page.Column;
import io.colonnade.core.type.Datum;
import org.jspecify.annotations.Nullable;

/// A whole number that a window function is told: a distance, buckets, which value.
final class Operand {
    private final @Nullable Values values;
    private final Datum constant;

    /// `values` are those of the column, null for a literal.
    Operand(Expression expression, @Nullable Values values) {
        this.values = values;
        this.constant = expression instanceof Expression.Literal literal ? literal.value() : Datum.NULL;
    }

    private Datum datum(SortedRange range, int place) {
        if (values == null) {
            return constant;
        }
        Column column = values.column();
        return column.datum(range.rows().row(place));
    }

    boolean isNull(SortedRange range, int place) {
        return datum(range, place).isNull();
    }

    /// The number at a place where it is not NULL.
    long number(SortedRange range, int place) {
        return datum(range, place) instanceof Datum.Int number ? number.value() : 0;
    }
}
