package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.page.Lanes;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import java.lang.foreign.MemorySegment;

/// TIMESTAMP: `yyyy-mm-dd[( |T)hh:mm[:ss[.fraction]][zone]]`, rounded to microseconds. As in PostgreSQL a zone is
/// read over: the type has none.
final class TimestampParser extends FieldParser {
    private static final long MICROS_A_SECOND = 1_000_000;
    private static final long MICROS_A_DAY = 86_400 * MICROS_A_SECOND;
    private static final int DATE_LENGTH = 10;

    TimestampParser(ColumnDefinition column) {
        super(column);
    }

    @Override
    public void parse(FieldIndex fields, int index, int rows, ColumnTarget target, int targetRow) {
        for (int row = 0, field = index; row < rows; row++, field += fields.columns) {
            int start = fields.starts[field];
            int end = fields.ends[field];
            if (end - start == fields.nullLength() && fields.isNull(field)) {
                putNull(row, target, targetRow);
                continue;
            }
            long micros = micros(fields.bytes, start, end);
            if (micros == DateText.NONE) {
                String text = trimmed(fields.bytes, start, end);
                throw DateText.invalid(text, row, column.type(), "yyyy-mm-dd hh:mm:ss");
            }
            target.values.set(Lanes.LONG, (targetRow + row) * 8L, micros);
        }
    }

    private static long micros(MemorySegment bytes, int start, int end) {
        if (end - start <= DATE_LENGTH) {
            long days = DateText.day(bytes, start, end);
            return days == DateText.NONE ? days : days * MICROS_A_DAY;
        }
        long days = DateText.day(bytes, start, start + DATE_LENGTH);
        byte separator = bytes.get(Lanes.BYTE, (long) start + DATE_LENGTH);
        int at = start + DATE_LENGTH + 1;
        if (days == DateText.NONE || (separator != ' ' && separator != 'T') || end - at < 5) {
            return DateText.NONE;
        }
        long hour = Digits.parse(bytes, at, 2);
        long minute = Digits.parse(bytes, at + 3, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || bytes.get(Lanes.BYTE, at + 2L) != ':') {
            return DateText.NONE;
        }
        at += 5;
        long second = 0;
        long fraction = 0;
        if (at < end && bytes.get(Lanes.BYTE, at) == ':') {
            second = end - at < 3 ? DateText.NONE : Digits.parse(bytes, at + 1, 2);
            if (second < 0 || second > 59) {
                return DateText.NONE;
            }
            at += 3;
            if (at < end && bytes.get(Lanes.BYTE, at) == '.') {
                int first = at + 1;
                at = first;
                while (at < end && isDigit(bytes.get(Lanes.BYTE, at))) {
                    at++;
                }
                fraction = fraction(bytes, first, at);
            }
        }
        if (!isZone(bytes, at, end)) {
            return DateText.NONE;
        }
        return days * MICROS_A_DAY + ((hour * 60 + minute) * 60 + second) * MICROS_A_SECOND + fraction;
    }

    /// Microseconds, rounded by the seventh digit.
    private static long fraction(MemorySegment bytes, int start, int end) {
        long micros = 0;
        for (int i = 0; i < 6; i++) {
            micros = micros * 10 + (start + i < end ? bytes.get(Lanes.BYTE, (long) start + i) - '0' : 0);
        }
        return start + 6 < end && bytes.get(Lanes.BYTE, start + 6L) >= '5' ? micros + 1 : micros;
    }

    /// Nothing, `Z`, or `+hh`, `+hhmm`, `+hh:mm` and the same with a minus.
    private static boolean isZone(MemorySegment bytes, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return true;
        }
        byte first = bytes.get(Lanes.BYTE, start);
        if (length == 1) {
            return first == 'Z' || first == 'z';
        }
        if (first != '+' && first != '-') {
            return false;
        }
        return switch (length) {
            case 3 -> Digits.parse(bytes, start + 1, 2) >= 0;
            case 5 -> Digits.parse(bytes, start + 1, 4) >= 0;
            case 6 ->
                Digits.parse(bytes, start + 1, 2) >= 0
                        && bytes.get(Lanes.BYTE, start + 3L) == ':'
                        && Digits.parse(bytes, start + 4, 2) >= 0;
            default -> false;
        };
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
