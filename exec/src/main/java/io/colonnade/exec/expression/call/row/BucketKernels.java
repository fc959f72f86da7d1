package io.colonnade.exec.expression.call.row;

import io.colonnade.core.expression.Function;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Interval;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/// DATE_BIN and TIME_BUCKET: the beginning of the stretch of time, all of one width, that a time lies in.
final class BucketKernels {
    /// Saturday 2000-01-01, where buckets of months begin.
    private static final LocalDateTime MONTHS_BEGIN = LocalDateTime.of(2000, 1, 1, 0, 0);
    /// The first Monday after it, so that weeks begin on Mondays.
    private static final long OTHERS_BEGIN = TimeKernels.micros(LocalDateTime.of(2000, 1, 3, 0, 0));

    private BucketKernels() {}

    static void register(RowCalls.Table table) {
        table.strict(Function.DATE_BIN, (in, out) -> {
            Interval stride = interval(in);
            if (stride.months() != 0) {
                throw TextKernels.invalid("the stride of DATE_BIN cannot have months or years");
            }
            out.integer(begin(width(stride, "DATE_BIN"), in.integer(1), in.integer(2), out));
        });
        table.strict(Function.TIME_BUCKET, (in, out) -> {
            Interval width = interval(in);
            if (width.months() == 0) {
                long origin = in.count() > 2 ? in.integer(2) : OTHERS_BEGIN;
                out.integer(begin(width(width, "TIME_BUCKET"), in.integer(1), origin, out));
                return;
            }
            if (width.days() != 0 || width.micros() != 0) {
                throw TextKernels.invalid("the width of TIME_BUCKET cannot have months and days or hours");
            }
            if (width.months() < 0) {
                throw positive("TIME_BUCKET");
            }
            LocalDateTime origin = in.count() > 2 ? TimeKernels.time(in.integer(2)) : MONTHS_BEGIN;
            out.integer(TimeKernels.micros(months(width.months(), TimeKernels.time(in.integer(1)), origin)));
        });
    }

    private static Interval interval(RowArguments in) {
        return in.datum(0) instanceof Datum.Wide wide ? Interval.of(wide.value()) : new Interval(0, 0, 0);
    }

    private static long width(Interval interval, String function) {
        long micros = interval.total().longValueExact();
        if (micros <= 0) {
            throw positive(function);
        }
        return micros;
    }

    private static RuntimeException positive(String function) {
        return TextKernels.invalid("the width of " + function + " must be greater than zero");
    }

    private static long begin(long width, long time, long origin, RowResult out) {
        try {
            return Math.subtractExact(time, Math.floorMod(Math.subtractExact(time, origin), width));
        } catch (ArithmeticException e) {
            throw out.outOfRange(TimeKernels.time(time).toString());
        }
    }

    /// Months are counted from that of the origin.
    private static LocalDateTime months(int width, LocalDateTime time, LocalDateTime origin) {
        LocalDate first = origin.toLocalDate().withDayOfMonth(1);
        long passed = ChronoUnit.MONTHS.between(first, time.toLocalDate().withDayOfMonth(1));
        return first.plusMonths(Math.floorDiv(passed, width) * (long) width).atStartOfDay();
    }
}
