package io.colonnade.storage.ingest.text;

import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.temporal.ZonedText;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// A constant as a file would have it.
public final class DatumText {
    private static final long MICROS_A_SECOND = 1_000_000;

    private DatumText() {}

    /// The text that is read as this value of that type, which is not NULL.
    public static String of(Datum value, Type type) {
        return switch (value) {
            case Datum.Bool bool -> bool.value() ? "true" : "false";
            case Datum.Int number -> number(number.value(), type);
            case Datum.Wide wide when type instanceof Type.IntervalType -> IntervalText.of(Interval.of(wide.value()));
            case Datum.Wide wide -> decimal(wide.value(), type);
            case Datum.Real real -> Double.toString(real.value());
            case Datum.Text text -> text.value();
            case Datum.Null none -> throw new IllegalArgumentException("NULL has no text");
        };
    }

    private static String number(long value, Type type) {
        if (type instanceof Type.DateType) {
            return LocalDate.ofEpochDay(value).toString();
        }
        if (type instanceof Type.TimestampType) {
            return LocalDateTime.ofEpochSecond(
                            Math.floorDiv(value, MICROS_A_SECOND),
                            (int) Math.floorMod(value, MICROS_A_SECOND) * 1000,
                            ZoneOffset.UTC)
                    .toString();
        }
        if (type instanceof Type.ZonedTimestampType) {
            return ZonedText.of(value, ZoneOffset.UTC);
        }
        if (type instanceof Type.TimeType) {
            return CalendarText.time(value);
        }
        return decimal(BigInteger.valueOf(value), type);
    }

    private static String decimal(BigInteger unscaled, Type type) {
        int scale = type instanceof Type.DecimalType decimal ? decimal.scale() : 0;
        return new BigDecimal(unscaled, scale).toPlainString();
    }
}
