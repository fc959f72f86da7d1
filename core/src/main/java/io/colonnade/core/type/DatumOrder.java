package io.colonnade.core.type;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The SQL order of two single values of one type: in it tables are sorted, zones are taken and constants compared.
///
/// Numbers by value with NaN as the greatest and one zero, strings by their UTF-8 bytes, false before true, NULL last.
public final class DatumOrder {
    private DatumOrder() {}

    public static int compare(Datum left, Datum right) {
        if (left.isNull() || right.isNull()) {
            return Boolean.compare(left.isNull(), right.isNull());
        }
        return switch (left) {
            case Datum.Bool b when right instanceof Datum.Bool other -> Boolean.compare(b.value(), other.value());
            case Datum.Int i when right instanceof Datum.Int other -> Long.compare(i.value(), other.value());
            case Datum.Int i
            when right instanceof Datum.Wide other ->
                BigInteger.valueOf(i.value()).compareTo(other.value());
            case Datum.Wide w
            when right instanceof Datum.Wide other -> w.value().compareTo(other.value());
            case Datum.Wide w
            when right instanceof Datum.Int other -> w.value().compareTo(BigInteger.valueOf(other.value()));
            case Datum.Real r
            when right instanceof Datum.Real other ->
                // Adding zero makes one zero of two; Double.compare puts NaN last.
                Double.compare(r.value() + 0.0, other.value() + 0.0);
            case Datum.Text t when right instanceof Datum.Text other -> compareUtf8(t.value(), other.value());
            default -> throw new IllegalArgumentException(left + " compared with " + right);
        };
    }

    private static int compareUtf8(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
