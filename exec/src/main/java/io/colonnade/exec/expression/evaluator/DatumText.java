package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.number.DoubleText;
import java.math.BigDecimal;

/// Single values as exact numbers and as text, for error messages and conversions.
public final class DatumText {
    private DatumText() {}

    /// An integer or decimal as an exact number.
    public static BigDecimal decimal(Type type, Datum value) {
        int scale = type instanceof Type.DecimalType t ? t.scale() : 0;
        return switch (value) {
            case Datum.Int i -> BigDecimal.valueOf(i.value(), scale);
            case Datum.Wide w -> new BigDecimal(w.value(), scale);
            case Datum.Bool b -> throw new IllegalArgumentException(value.toString());
            case Datum.Real r -> throw new IllegalArgumentException(value.toString());
            case Datum.Text t -> throw new IllegalArgumentException(value.toString());
            case Datum.Null n -> throw new IllegalArgumentException(value.toString());
        };
    }

    /// The shortest decimal number that reads back as the same double, written as PostgreSQL does.
    public static String of(double value) {
        return DoubleText.of(value);
    }
}
