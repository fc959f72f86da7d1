package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.type.TypeMapping;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/// Calcite's constants as ours.
final class Literals {
    private static final int MICROS_DIGITS = 6;

    private Literals() {}

    static Literal convert(RexLiteral literal) {
        Type type = TypeMapping.fromCalcite(literal.getType());
        if (literal.isNull()) {
            return new Literal(type, Datum.NULL);
        }
        return switch (type) {
            case Type.BooleanType t -> new Literal(type, Datum.of(RexLiteral.booleanValue(literal)));
            case Type.CharType t -> new Literal(Type.VARCHAR, Datum.of(text(literal)));
            case Type.VarcharType t -> new Literal(type, Datum.of(text(literal)));
            case Type.DateType t -> new Literal(type, Datum.of(days(literal)));
            case Type.TimestampType t -> new Literal(type, Datum.of(micros(literal)));
            case Type.TimeType t -> new Literal(type, Datum.of(clock(literal)));
            case Type.RealType t -> real(literal, type);
            case Type.DoubleType t -> new Literal(type, Datum.of(real(literal)));
            // Written with a function that has the zone, and as text.
            case Type.ZonedTimestampType t -> throw EngineException.notSupported("this literal of " + type.sql());
            case Type.IntervalType t -> throw EngineException.notSupported("this literal of " + type.sql());
            case Type.TinyintType t -> exact(literal, type);
            case Type.SmallintType t -> exact(literal, type);
            case Type.IntegerType t -> exact(literal, type);
            case Type.BigintType t -> exact(literal, type);
            case Type.DecimalType t -> exact(literal, type);
        };
    }

    private static Literal exact(RexLiteral literal, Type type) {
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        Literal number = value == null ? null : number(value, type);
        if (number == null) {
            throw new EngineException(
                    ErrorCode.OUT_OF_RANGE, "the number " + value + " is out of range for " + type.sql());
        }
        return number;
    }

    /// A number as a literal, rounded to the scale of `type`; null if it does not fit.
    static @Nullable Literal number(BigDecimal value, Type type) {
        try {
            return switch (type) {
                case Type.TinyintType t -> new Literal(type, Datum.of(value.byteValueExact()));
                case Type.SmallintType t -> new Literal(type, Datum.of(value.shortValueExact()));
                case Type.IntegerType t -> new Literal(type, Datum.of(value.intValueExact()));
                case Type.BigintType t -> new Literal(type, Datum.of(value.longValueExact()));
                case Type.DecimalType t -> {
                    BigDecimal scaled = value.setScale(t.scale(), RoundingMode.HALF_UP);
                    yield scaled.precision() > t.precision()
                            ? null
                            : new Literal(type, Operands.unscaled(scaled.unscaledValue(), t));
                }
                case Type.RealType t -> real(value);
                case Type.DoubleType t -> new Literal(type, Datum.of(value.doubleValue()));
                default -> null;
            };
        } catch (ArithmeticException e) {
            // Digits after the point, or too many before it.
            return null;
        }
    }

    /// The nearest float; null if there is none.
    static @Nullable Literal real(BigDecimal value) {
        float real = value.floatValue();
        return Float.isInfinite(real) ? null : new Literal(Type.REAL, Datum.of(real));
    }

    private static long clock(RexLiteral literal) {
        TimeString time = literal.getValueAs(TimeString.class);
        try {
            return time == null ? 0 : CalendarText.parseTime(time.toString());
        } catch (CalendarText.InvalidException e) {
            throw new EngineException(ErrorCode.INVALID_DATETIME, "not a TIME: " + time, null, null, e);
        }
    }

    private static Literal real(RexLiteral literal, Type type) {
        double wide = real(literal);
        if (Float.isInfinite((float) wide) && !Double.isInfinite(wide)) {
            throw new EngineException(
                    ErrorCode.OUT_OF_RANGE, "the number " + wide + " is out of range for " + type.sql());
        }
        return new Literal(type, Datum.of((float) wide));
    }

    private static double real(RexLiteral literal) {
        Double value = literal.getValueAs(Double.class);
        return value == null ? 0 : value;
    }

    private static String text(RexLiteral literal) {
        NlsString text = literal.getValueAs(NlsString.class);
        return text == null ? "" : text.getValue();
    }

    private static long days(RexLiteral literal) {
        DateString date = literal.getValueAs(DateString.class);
        return date == null ? 0 : date.getDaysSinceEpoch();
    }

    /// Calcite counts milliseconds; the digits beyond are in the text.
    private static long micros(RexLiteral literal) {
        TimestampString timestamp = literal.getValueAs(TimestampString.class);
        if (timestamp == null) {
            return 0;
        }
        String text = timestamp.round(MICROS_DIGITS).toString();
        int point = text.indexOf('.');
        String seconds = point < 0 ? text : text.substring(0, point);
        StringBuilder fraction = new StringBuilder(point < 0 ? "" : text.substring(point + 1));
        while (fraction.length() < MICROS_DIGITS) {
            fraction.append('0');
        }
        return new TimestampString(seconds).getMillisSinceEpoch() * 1000 + Long.parseLong(fraction.toString());
    }

    static boolean isInterval(RexLiteral literal) {
        return SqlTypeName.INTERVAL_TYPES.contains(literal.getTypeName());
    }
}
