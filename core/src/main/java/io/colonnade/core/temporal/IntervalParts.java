package io.colonnade.core.temporal;

import io.colonnade.core.type.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Adds up the parts of an interval while its text is read. ArithmeticException if one gets too large.
final class IntervalParts {
    private static final BigDecimal DAYS_PER_MONTH = BigDecimal.valueOf(Interval.DAYS_PER_MONTH);
    private static final BigDecimal MICROS_PER_DAY = BigDecimal.valueOf(Interval.MICROS_PER_DAY);

    private BigDecimal months = BigDecimal.ZERO;
    private BigDecimal days = BigDecimal.ZERO;
    private BigDecimal micros = BigDecimal.ZERO;

    /// A part of a year is rounded to months; of other units what is left goes to the next smaller one.
    void add(BigDecimal value, IntervalUnit unit) {
        if (value.precision() - value.scale() > 30 || value.scale() > 1000) {
            throw new ArithmeticException("digits");
        }
        if (unit.months >= Interval.MONTHS_PER_YEAR) {
            months = months.add(value.multiply(BigDecimal.valueOf(unit.months)).setScale(0, RoundingMode.HALF_EVEN));
        } else if (unit.months > 0) {
            BigDecimal all = value.multiply(BigDecimal.valueOf(unit.months));
            BigDecimal whole = all.setScale(0, RoundingMode.DOWN);
            months = months.add(whole);
            addDays(all.subtract(whole).multiply(DAYS_PER_MONTH));
        } else if (unit.days > 0) {
            addDays(value.multiply(BigDecimal.valueOf(unit.days)));
        } else {
            micros = micros.add(value.multiply(BigDecimal.valueOf(unit.micros)));
        }
    }

    private void addDays(BigDecimal value) {
        BigDecimal whole = value.setScale(0, RoundingMode.DOWN);
        days = days.add(whole);
        micros = micros.add(value.subtract(whole).multiply(MICROS_PER_DAY));
    }

    void negate() {
        months = months.negate();
        days = days.negate();
        micros = micros.negate();
    }

    Interval interval() {
        return new Interval(
                months.intValueExact(),
                days.intValueExact(),
                micros.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    }

    /// The interval without what is smaller than a field.
    Interval cut(IntervalField last) {
        Interval all = interval();
        return switch (last) {
            case YEAR -> new Interval(all.months() / Interval.MONTHS_PER_YEAR * Interval.MONTHS_PER_YEAR, 0, 0);
            case MONTH -> new Interval(all.months(), 0, 0);
            case DAY -> new Interval(all.months(), all.days(), 0);
            case HOUR, MINUTE -> {
                long unit = IntervalUnit.of(last).micros;
                yield new Interval(all.months(), all.days(), all.micros() / unit * unit);
            }
            case SECOND -> all;
        };
    }
}
