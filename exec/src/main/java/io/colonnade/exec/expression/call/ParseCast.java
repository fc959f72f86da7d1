package io.colonnade.exec.expression.call;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.ArithmeticFailure;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.Mismatch;
import io.colonnade.exec.expression.evaluator.Ranges;
import io.colonnade.exec.expression.evaluator.StrictEvaluator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// CAST of strings to other types, as PostgreSQL reads them; blanks around are skipped. What cannot be read is
/// INVALID_TEXT or INVALID_DATETIME, what does not fit OUT_OF_RANGE.
final class ParseCast extends StrictEvaluator {
    ParseCast(Evaluator value, Type to) {
        super(to, List.of(value));
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        Column.Plain input = inputs.getFirst();
        MemorySegment target = scratch.allocate(Math.max(8, type().layout().bytes(rows)));
        for (int row = 0; row < rows; row++) {
            if (Lanes.bit(validity, row)) {
                store(Lanes.text(input.values(), input.heap(), row).strip(), target, row);
            }
        }
        return new Column.Plain(type(), rows, target, validity);
    }

    private void store(String text, MemorySegment target, int row) {
        switch (type()) {
            case Type.BooleanType t -> Lanes.setBit(target, row, bool(text));
            case Type.TinyintType t -> target.set(Lanes.INT, row * 4L, (int) integer(text));
            case Type.SmallintType t -> target.set(Lanes.INT, row * 4L, (int) integer(text));
            case Type.IntegerType t -> target.set(Lanes.INT, row * 4L, (int) integer(text));
            case Type.BigintType t -> target.set(Lanes.LONG, row * 8L, integer(text));
            case Type.RealType t -> target.set(Lanes.DOUBLE, row * 8L, real(text));
            case Type.DoubleType t -> target.set(Lanes.DOUBLE, row * 8L, real(text));
            case Type.DecimalType t -> storeDecimal(decimal(text, t), t, target, row);
            case Type.DateType t -> storeTime(text, target, row);
            case Type.TimeType t -> storeTime(text, target, row);
            case Type.TimestampType t -> storeTime(text, target, row);
            case Type.IntervalType t -> storeTime(text, target, row);
            // Depends on a zone: a function of two arguments.
            case Type.ZonedTimestampType t -> throw Mismatch.cast(Type.VARCHAR, t);
            case Type.CharType t -> throw Mismatch.cast(Type.VARCHAR, t);
            case Type.VarcharType t -> throw Mismatch.cast(Type.VARCHAR, t);
        }
    }

    private static void storeDecimal(BigInteger unscaled, Type.DecimalType type, MemorySegment target, int row) {
        switch (type.layout()) {
            case INT64 -> target.set(Lanes.LONG, row * 8L, unscaled.longValueExact());
            case INT128 -> Lanes.setInt128(target, row, unscaled);
            case BIT, INT32, FLOAT64, VIEW -> throw new AssertionError(type);
        }
    }

    private EngineException invalid(String text) {
        return new EngineException(ErrorCode.INVALID_TEXT, "not a " + type().sql() + ": '" + text + "'");
    }

    /// Any beginning of true, false, yes, no, on, off that tells them apart, or 1 or 0.
    private boolean bool(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (!word.isEmpty()
                && ("true".startsWith(word) || "yes".startsWith(word) || word.equals("on") || word.equals("1"))) {
            return true;
        }
        boolean off = word.length() > 1 && "off".startsWith(word);
        if (!word.isEmpty() && ("false".startsWith(word) || "no".startsWith(word) || off || word.equals("0"))) {
            return false;
        }
        throw invalid(text);
    }

    private long integer(String text) {
        int digits = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        if (digits == text.length() || !isDigits(text, digits)) {
            throw invalid(text);
        }
        BigInteger value = new BigInteger(text);
        if (!Ranges.holds(type(), new BigDecimal(value))) {
            throw ArithmeticFailure.outOfRange(text, type());
        }
        return value.longValue();
    }

    private static boolean isDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /// Whether the text is a number of digits, point, sign and exponent; Java would read more than that.
    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
    }

    private double real(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> {
                return Double.NaN;
            }
            case "infinity", "inf", "+infinity", "+inf" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-infinity", "-inf" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                return finite(text);
            }
        }
    }

    private double finite(String text) {
        if (!isNumber(text)) {
            throw invalid(text);
        }
        double value;
        try {
            value = type() instanceof Type.RealType ? Float.parseFloat(text) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
        boolean vanished =
                value == 0 && text.chars().takeWhile(c -> c != 'e' && c != 'E').anyMatch(c -> c > '0' && c <= '9');
        if (Double.isInfinite(value) || vanished) {
            throw ArithmeticFailure.outOfRange(text, type());
        }
        return value;
    }

    private BigInteger decimal(String text, Type.DecimalType type) {
        if (!isNumber(text)) {
            throw invalid(text);
        }
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
        // Before it is written out in digits: 1e999999999 is a short text.
        long leading = (long) value.precision() - value.scale();
        if (value.signum() != 0 && leading > Type.DecimalType.PRECISION_MAX) {
            throw ArithmeticFailure.outOfRange(text, type);
        }
        if (value.signum() == 0 || leading < -type.scale() - 1L) {
            return BigInteger.ZERO;
        }
        if (!Ranges.holds(type, value)) {
            throw ArithmeticFailure.outOfRange(text, type);
        }
        return value.setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue();
    }

    private void storeTime(String text, MemorySegment target, int row) {
        try {
            switch (type()) {
                case Type.DateType t -> target.set(Lanes.INT, row * 4L, CalendarText.parseDate(text));
                case Type.TimeType t -> target.set(Lanes.LONG, row * 8L, CalendarText.parseTime(text));
                case Type.TimestampType t -> target.set(Lanes.LONG, row * 8L, CalendarText.parseTimestamp(text));
                case Type.IntervalType t ->
                    Lanes.setInt128(target, row, IntervalText.parse(text).number());
                default -> throw new AssertionError(type());
            }
        } catch (CalendarText.InvalidException e) {
            throw InvalidTime.of(text, type(), e);
        }
    }
}
