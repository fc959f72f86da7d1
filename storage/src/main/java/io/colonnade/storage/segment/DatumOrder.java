package io.colonnade.storage.segment;

import io.colonnade.core.type.Datum;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The order in which tables are sorted and zones are taken: numbers by value with NaN as the greatest, strings by
/// their UTF-8 bytes, false before true, NULL last.
public final class DatumOrder {
    private DatumOrder() {}

    /// Compares two values of one layout.
    public static int compare(Datum a, Datum b) {
        if (a.isNull() || b.isNull()) {
            return Boolean.compare(a.isNull(), b.isNull());
        }
        return switch (a) {
            case Datum.Int left when b instanceof Datum.Int right -> Long.compare(left.value(), right.value());
            case Datum.Real left
            when b instanceof Datum.Real right -> Double.compare(left.value() + 0.0, right.value() + 0.0);
            case Datum.Text left
            when b instanceof Datum.Text right ->
                Arrays.compareUnsigned(
                        left.value().getBytes(StandardCharsets.UTF_8),
                        right.value().getBytes(StandardCharsets.UTF_8));
            case Datum.Wide left
            when b instanceof Datum.Wide right -> left.value().compareTo(right.value());
            case Datum.Bool left when b instanceof Datum.Bool right -> Boolean.compare(left.value(), right.value());
            default -> throw new IllegalArgumentException(a + " and " + b + " have different layouts");
        };
    }
}
