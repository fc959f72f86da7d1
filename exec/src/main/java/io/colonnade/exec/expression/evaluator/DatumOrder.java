package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.type.Datum;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The SQL order of two single values of one type, neither NULL.
public final class DatumOrder {
    private DatumOrder() {}

    public static int compare(Datum left, Datum right) {
        return switch (left) {
            case Datum.Bool b when right instanceof Datum.Bool other -> Boolean.compare(b.value(), other.value());
            case Datum.Int i when right instanceof Datum.Int other -> Long.compare(i.value(), other.value());
            case Datum.Int i -> wide(i).compareTo(wide(right));
            case Datum.Wide w -> w.value().compareTo(wide(right));
            case Datum.Real r
            when right instanceof Datum.Real other ->
                // Adding zero makes one zero of two; Double.compare puts NaN last.
                Double.compare(r.value() + 0.0, other.value() + 0.0);
            case Datum.Text t when right instanceof Datum.Text other -> compare(t.value(), other.value());
            case Datum.Bool b -> throw mismatch(left, right);
            case Datum.Real r -> throw mismatch(left, right);
            case Datum.Text t -> throw mismatch(left, right);
            case Datum.Null n -> throw mismatch(left, right);
        };
    }

    /// By UTF-8 bytes.
    private static int compare(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private static BigInteger wide(Datum value) {
        return switch (value) {
            case Datum.Int i -> BigInteger.valueOf(i.value());
            case Datum.Wide w -> w.value();
            case Datum.Bool b -> throw mismatch(value, value);
            case Datum.Real r -> throw mismatch(value, value);
            case Datum.Text t -> throw mismatch(value, value);
            case Datum.Null n -> throw mismatch(value, value);
        };
    }

    private static IllegalArgumentException mismatch(Datum left, Datum right) {
        return new IllegalArgumentException(left + " compared with " + right);
    }
}
