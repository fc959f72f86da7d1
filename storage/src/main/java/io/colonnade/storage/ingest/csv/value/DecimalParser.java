package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// DECIMAL: exact; fractional digits beyond the scale are rounded half away from zero as PostgreSQL's numeric does.
///
/// The fast path takes `[-]digits[.digits]` of up to 18 digits and at most `scale` fractional ones.
final class DecimalParser extends FieldParser {
    private static final long FAILED = Long.MIN_VALUE;
    private static final int TEXT_LENGTH_MAX = 4096;
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private final Type.DecimalType type;
    private final boolean isWide;
    /// Fast values are below this.
    private final long limit;

    DecimalParser(ColumnDefinition column, Type.DecimalType type) {
        super(column);
        this.type = type;
        this.isWide = type.layout() == Layout.INT128;
        this.limit = POWERS[Math.min(18, type.precision())];
    }

    @Override
    public void parse(FieldIndex fields, int index, int rows, ColumnTarget target, int targetRow) {
        MemorySegment bytes = fields.bytes;
        MemorySegment values = target.values;
        int stride = fields.columns;
        int nullLength = fields.nullLength();
        for (int row = 0, field = index; row < rows; row++, field += stride) {
            int start = fields.starts[field];
            int end = fields.ends[field];
            if (end - start == nullLength && fields.isNull(field)) {
                putNull(row, target, targetRow);
                continue;
            }
            long at = targetRow + row;
            long value = fast(bytes, start, end, type.scale());
            boolean isFast = value != FAILED && Math.abs(value) < limit;
            if (isFast && !isWide) {
                values.set(Lanes.LONG, at * 8, value);
            } else if (isFast) {
                values.set(Lanes.LONG, at * 16, value);
                values.set(Lanes.LONG, at * 16 + 8, value >> 63);
            } else {
                BigInteger exact = exact(trimmed(bytes, start, end), row);
                if (isWide) {
                    Lanes.setInt128(values, at, exact);
                } else {
                    values.set(Lanes.LONG, at * 8, exact.longValueExact());
                }
            }
        }
    }

    private static long fast(MemorySegment bytes, int from, int end, int scale) {
        int start = from;
        boolean negative = start < end && bytes.get(Lanes.BYTE, start) == '-';
        if (negative) {
            start++;
        }
        int point = end - scale - 1;
        if (point < start || bytes.get(Lanes.BYTE, point) != '.') {
            point = start;
            while (point < end && bytes.get(Lanes.BYTE, point) != '.') {
                point++;
            }
        }
        int fraction = Math.max(0, end - point - 1);
        int missing = scale - fraction;
        if (missing < 0 || point - start + scale > 18 || point == start) {
            return FAILED;
        }
        long value = Digits.parse(bytes, start, point - start);
        if (value < 0) {
            return FAILED;
        }
        value *= POWERS[scale];
        if (fraction > 0) {
            long digits = Digits.parse(bytes, point + 1, fraction);
            if (digits < 0) {
                return FAILED;
            }
            value += digits * POWERS[missing];
        }
        return negative ? -value : value;
    }

    private BigInteger exact(String text, int row) {
        // BigDecimal also takes the digits of other scripts, and needs quadratic time for long ones.
        if (text.length() > TEXT_LENGTH_MAX || !text.matches("[-+0-9.eE]+")) {
            throw new BadField(row, ErrorCode.INVALID_TEXT, "is not a number for " + type.sql());
        }
        BigDecimal value;
        try {
            // No sane number has such an exponent, and setScale would write all its zeros out.
            value = new BigDecimal(text);
            if (Math.abs((long) value.scale()) > 20_000) {
                value = value.signum() == 0 ? BigDecimal.ZERO : tooLong(value, row);
            }
        } catch (NumberFormatException e) {
            throw new BadField(row, ErrorCode.INVALID_TEXT, "is not a number for " + type.sql());
        }
        BigInteger unscaled = value.setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue();
        if (unscaled.abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0) {
            throw outOfRange(row);
        }
        return unscaled;
    }

    private BigDecimal tooLong(BigDecimal value, int row) {
        if (value.scale() > 0) {
            return BigDecimal.ZERO;
        }
        throw outOfRange(row);
    }

    private BadField outOfRange(int row) {
        int digits = type.precision() - type.scale();
        return new BadField(
                row,
                ErrorCode.OUT_OF_RANGE,
                "is out of range for " + type.sql() + ", which has " + digits + " digits before the point");
    }
}
