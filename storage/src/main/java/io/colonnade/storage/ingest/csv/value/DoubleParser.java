package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/// DOUBLE, rounded correctly, and REAL, which is rounded to a float from its text at once. Up to 15 digits
/// and a small exponent are exact in doubles, so that one division or none gives the nearest value;
/// everything else goes through the JDK.
final class DoubleParser extends FieldParser {
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };
    private static final int FAST_LENGTH_MAX = 16;

    private final boolean isReal;

    DoubleParser(ColumnDefinition column) {
        super(column);
        this.isReal = column.type() instanceof Type.RealType;
    }

    @Override
    public void parse(FieldIndex fields, int index, int rows, ColumnTarget target, int targetRow) {
        MemorySegment bytes = fields.bytes;
        for (int row = 0, field = index; row < rows; row++, field += fields.columns) {
            int start = fields.starts[field];
            int end = fields.ends[field];
            if (end - start == fields.nullLength() && fields.isNull(field)) {
                putNull(row, target, targetRow);
                continue;
            }
            double value = isReal ? Double.NaN : fast(bytes, start, end);
            if (Double.isNaN(value)) {
                value = general(trimmed(bytes, start, end), row);
            }
            target.values.set(Lanes.DOUBLE, (targetRow + row) * 8L, value);
        }
    }

    /// `[-]digits[.digits]`, or NaN if it is anything else.
    private static double fast(MemorySegment bytes, int from, int end) {
        boolean negative = from < end && bytes.get(Lanes.BYTE, from) == '-';
        int start = negative ? from + 1 : from;
        if (end - start < 1 || end - start > FAST_LENGTH_MAX) {
            return Double.NaN;
        }
        long digits = 0;
        int count = 0;
        int fraction = -1;
        for (int i = start; i < end; i++) {
            int digit = bytes.get(Lanes.BYTE, i) - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                count++;
            } else if (digit == '.' - '0' && fraction < 0) {
                fraction = end - i - 1;
            } else {
                return Double.NaN;
            }
        }
        if (count == 0 || count > 15) {
            return Double.NaN;
        }
        double value = fraction > 0 ? digits / POWERS[fraction] : digits;
        return negative ? -value : value;
    }

    private double general(String text, int row) {
        if (!isNumber(text)) {
            return named(text, row);
        }
        double value;
        try {
            value = isReal ? Float.parseFloat(text) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw invalid(row);
        }
        if (Double.isInfinite(value) || (value == 0 && hasDigitAboveZero(text))) {
            throw new BadField(
                    row,
                    ErrorCode.OUT_OF_RANGE,
                    "is out of range for " + column.type().sql());
        }
        return value;
    }

    /// Whether there are only characters of a decimal number: the JDK also takes suffixes, hexadecimal digits and
    /// blanks.
    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }

    private double named(String text, int row) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw invalid(row);
        };
    }

    private static boolean hasDigitAboveZero(String number) {
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c == 'e' || c == 'E') {
                return false;
            }
            if (c >= '1' && c <= '9') {
                return true;
            }
        }
        return false;
    }

    private BadField invalid(int row) {
        return new BadField(
                row,
                ErrorCode.INVALID_TEXT,
                "is not a number for " + column.type().sql());
    }
}
