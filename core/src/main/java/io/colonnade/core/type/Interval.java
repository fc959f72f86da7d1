package io.colonnade.core.type;

import java.math.BigInteger;

/// A value of INTERVAL: `months`, `days` and `micros`, each with its own sign.
///
/// In memory it is one integer of 128 bits, so that columns of intervals are sorted, have zones and are moved
/// as any other of that layout:
///
/// ```text
/// | 71 bits: total = (months * 30 + days) * 24 h + micros | 27 bits: months + 2^26 | 30 bits: days + 2^29 |
/// ```
///
/// As in PostgreSQL two intervals compare by their totals, a month being 30 days and a day 24 hours. The
/// order of the integers is that order; intervals that are equal but differ in their parts differ in the
/// integer. So whatever asks for equality (`=`, GROUP BY, DISTINCT, joins) has to compare totals: the planner
/// sees to it.
public record Interval(int months, int days, long micros) {
    public static final int MONTHS_MAX = (1 << 26) - 1;
    public static final int DAYS_MAX = (1 << 29) - 1;
    public static final int MONTHS_PER_YEAR = 12;
    public static final int DAYS_PER_MONTH = 30;
    public static final long MICROS_PER_DAY = 86_400_000_000L;

    private static final int MONTH_BITS = 27;
    private static final int DAY_BITS = 30;
    private static final int PART_BITS = MONTH_BITS + DAY_BITS;
    private static final int MONTHS_BIAS = 1 << 26;
    private static final int DAYS_BIAS = 1 << 29;
    private static final BigInteger DAY = BigInteger.valueOf(MICROS_PER_DAY);

    /// Throws IllegalArgumentException if a part is beyond its range.
    public Interval {
        if (Math.absExact((long) months) > MONTHS_MAX || Math.absExact((long) days) > DAYS_MAX) {
            throw new IllegalArgumentException("an interval of " + months + " months and " + days + " days");
        }
    }

    /// The interval that an integer stands for; throws IllegalArgumentException if it stands for none.
    public static Interval of(BigInteger number) {
        long parts = number.longValue();
        int days = (int) (parts & (1L << DAY_BITS) - 1) - DAYS_BIAS;
        int months = (int) (parts >>> DAY_BITS & (1L << MONTH_BITS) - 1) - MONTHS_BIAS;
        BigInteger micros = number.shiftRight(PART_BITS).subtract(wholeDays(months, days));
        if (micros.bitLength() > 63) {
            throw new IllegalArgumentException("the interval " + number);
        }
        return new Interval(months, days, micros.longValueExact());
    }

    /// The integer that stands for it.
    public BigInteger number() {
        long parts = (long) (months + MONTHS_BIAS) << DAY_BITS | days + DAYS_BIAS;
        return total().shiftLeft(PART_BITS).or(BigInteger.valueOf(parts));
    }

    /// Microseconds with months of 30 days and days of 24 hours: what intervals are compared by.
    public BigInteger total() {
        return wholeDays(months, days).add(BigInteger.valueOf(micros));
    }

    /// {@link #total()} of the interval that an integer stands for.
    public static BigInteger total(BigInteger number) {
        return number.shiftRight(PART_BITS);
    }

    private static BigInteger wholeDays(int months, int days) {
        return BigInteger.valueOf((long) months * DAYS_PER_MONTH + days).multiply(DAY);
    }
}
