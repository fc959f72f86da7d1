package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Literals and parameters as the kernels want them.
public final class Constants {
    private Constants() {}

    /// The value of a literal or parameter, null for any other expression.
    public static @Nullable Datum valueOf(Expression expression, List<Datum> parameters) {
        return switch (expression) {
            case Expression.Literal e -> canonical(e.type(), e.value());
            case Expression.Parameter e -> canonical(e.type(), parameters.get(e.index()));
            case Expression.ColumnReference e -> null;
            case Expression.Comparison e -> null;
            case Expression.Logical e -> null;
            case Expression.Not e -> null;
            case Expression.IsNull e -> null;
            case Expression.InList e -> null;
            case Expression.Like e -> null;
            case Expression.Arithmetic e -> null;
            case Expression.Case e -> null;
            case Expression.Cast e -> null;
            case Expression.Call e -> null;
        };
    }

    /// CHAR without trailing blanks, as it is stored.
    public static Datum canonical(Type type, Datum value) {
        if (type instanceof Type.CharType && value instanceof Datum.Text text) {
            int end = text.value().length();
            while (end > 0 && text.value().charAt(end - 1) == ' ') {
                end--;
            }
            return end == text.value().length() ? value : Datum.of(text.value().substring(0, end));
        }
        return value;
    }

    /// Values of an INT32 or INT64 type.
    public static long[] longs(List<Datum> values) {
        return values.stream()
                .mapToLong(value -> value instanceof Datum.Int number ? number.value() : 0)
                .toArray();
    }
}
