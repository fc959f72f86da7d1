package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;

/// Whole numbers in all the ways PostgreSQL takes them: a sign, blanks around, leading zeros.
final class WholeNumbers {
    private WholeNumbers() {}

    static long parse(MemorySegment bytes, int from, int to, int row, Type type) {
        int start = from;
        int end = to;
        while (start < end && isBlank(bytes.get(Lanes.BYTE, start))) {
            start++;
        }
        while (start < end && isBlank(bytes.get(Lanes.BYTE, end - 1L))) {
            end--;
        }
        boolean negative = false;
        if (start < end) {
            byte sign = bytes.get(Lanes.BYTE, start);
            negative = sign == '-';
            start += negative || sign == '+' ? 1 : 0;
        }
        if (start == end) {
            throw invalid(row, type);
        }
        // Counted down, because the lowest BIGINT has no positive twin.
        long value = 0;
        boolean overflow = false;
        for (int i = start; i < end; i++) {
            int digit = bytes.get(Lanes.BYTE, i) - '0';
            if (digit < 0 || digit > 9) {
                throw invalid(row, type);
            }
            overflow |= value < (Long.MIN_VALUE + digit) / 10;
            value = value * 10 - digit;
        }
        if (overflow || (!negative && value == Long.MIN_VALUE)) {
            throw outOfRange(row, type);
        }
        return negative ? value : -value;
    }

    static BadField outOfRange(int row, Type type) {
        return new BadField(row, ErrorCode.OUT_OF_RANGE, "is out of range for " + type.sql());
    }

    private static BadField invalid(int row, Type type) {
        return new BadField(row, ErrorCode.INVALID_TEXT, "is not a whole number for " + type.sql());
    }

    static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
