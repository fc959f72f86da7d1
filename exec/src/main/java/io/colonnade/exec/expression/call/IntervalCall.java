package io.colonnade.exec.expression.call;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.ArithmeticFailure;
import io.colonnade.exec.expression.evaluator.DatumText;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.StrictEvaluator;
import io.colonnade.exec.kernel.calendar.Intervals;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Arithmetic with intervals, row by row; what does not fit is OUT_OF_RANGE.
final class IntervalCall extends StrictEvaluator {
    static final Set<Function> FUNCTIONS = EnumSet.of(
            Function.ADD_INTERVAL,
            Function.INTERVAL_BETWEEN,
            Function.INTERVAL_SUM,
            Function.INTERVAL_NEGATE,
            Function.INTERVAL_MULTIPLY,
            Function.INTERVAL_DIVIDE,
            Function.INTERVAL_TOTAL,
            Function.INTERVAL_MONTHS,
            Function.INTERVAL_DAYS,
            Function.INTERVAL_MICROS,
            Function.INTERVAL_OF);

    private final Function function;
    private final Type first;

    IntervalCall(Expression.Call call, List<Evaluator> arguments) {
        super(call.type(), arguments);
        this.function = call.function();
        this.first = call.arguments().getFirst().type();
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        MemorySegment target = scratch.allocate(Math.max(16, type().layout().bytes(rows)));
        ZoneColumn zones =
                function == Function.ADD_INTERVAL && inputs.size() == 3 ? new ZoneColumn(inputs.get(2)) : null;
        for (int row = 0; row < rows; row++) {
            if (!Lanes.bit(validity, row)) {
                continue;
            }
            try {
                compute(inputs, row, zones == null ? ZoneOffset.UTC : zones.zone(row), target);
            } catch (ArithmeticException | IllegalArgumentException e) {
                throw ArithmeticFailure.outOfRange(function.sqlName() + arguments(inputs, row), type());
            }
        }
        return new Column.Plain(type(), rows, target, validity);
    }

    private void compute(List<Column.Plain> inputs, int row, ZoneId zone, MemorySegment target) {
        MemorySegment a = inputs.getFirst().values();
        MemorySegment b = inputs.size() > 1 ? inputs.get(1).values() : a;
        switch (function) {
            case ADD_INTERVAL -> target.set(Lanes.LONG, row * 8L, sum(Lanes.int64(a, row), interval(b, row), zone));
            case INTERVAL_BETWEEN -> store(between(Lanes.int64(b, row), Lanes.int64(a, row)), target, row);
            case INTERVAL_SUM -> store(Intervals.plus(interval(a, row), interval(b, row)), target, row);
            case INTERVAL_NEGATE -> store(Intervals.negate(interval(a, row)), target, row);
            case INTERVAL_MULTIPLY ->
                store(Intervals.times(interval(a, row), b.get(Lanes.DOUBLE, row * 8L)), target, row);
            case INTERVAL_DIVIDE -> divide(interval(a, row), b.get(Lanes.DOUBLE, row * 8L), target, row);
            case INTERVAL_TOTAL -> Lanes.setInt128(target, row, Interval.total(Lanes.int128(a, row)));
            case INTERVAL_MONTHS ->
                target.set(Lanes.INT, row * 4L, interval(a, row).months());
            case INTERVAL_DAYS ->
                target.set(Lanes.INT, row * 4L, interval(a, row).days());
            case INTERVAL_MICROS ->
                target.set(Lanes.LONG, row * 8L, interval(a, row).micros());
            case INTERVAL_OF -> {
                long micros = Lanes.int128(inputs.get(2).values(), row).longValueExact();
                int months = Math.toIntExact(Lanes.int64(a, row));
                store(new Interval(months, Math.toIntExact(Lanes.int64(b, row)), micros), target, row);
            }
            default -> throw new AssertionError(function);
        }
    }

    private static Interval interval(MemorySegment values, int row) {
        return Interval.of(Lanes.int128(values, row));
    }

    private static void store(Interval interval, MemorySegment target, int row) {
        Lanes.setInt128(target, row, interval.number());
    }

    private static void divide(Interval interval, double divisor, MemorySegment target, int row) {
        if (divisor == 0) {
            throw ArithmeticFailure.divisionByZero(
                    io.colonnade.core.expression.ArithmeticOperator.DIVIDE, IntervalText.of(interval));
        }
        store(Intervals.dividedBy(interval, divisor), target, row);
    }

    private long sum(long time, Interval interval, ZoneId zone) {
        if (first instanceof Type.TimeType) {
            return Math.floorMod(time + interval.micros() % CalendarText.MICROS_PER_DAY, CalendarText.MICROS_PER_DAY);
        }
        return Intervals.plus(time, interval, zone);
    }

    private Interval between(long from, long to) {
        long micros = Math.subtractExact(to, from);
        return first instanceof Type.TimeType
                ? new Interval(0, 0, micros)
                : new Interval(
                        0, Math.toIntExact(micros / CalendarText.MICROS_PER_DAY), micros % CalendarText.MICROS_PER_DAY);
    }

    private static String arguments(List<Column.Plain> inputs, int row) {
        StringBuilder text = new StringBuilder(" of");
        for (Column.Plain input : inputs) {
            text.append(text.length() > 3 ? " and " : " ");
            text.append(
                    switch (input.type()) {
                        case Type.IntervalType t -> IntervalText.of(interval(input.values(), row));
                        case Type.TimeType t -> CalendarText.time(Lanes.int64(input.values(), row));
                        case Type.DoubleType t -> DatumText.of(input.values().get(Lanes.DOUBLE, row * 8L));
                        case Type.VarcharType t -> Lanes.text(input.values(), input.heap(), row);
                        case Type.BigintType t -> Lanes.int64(input.values(), row);
                        case Type.DecimalType t -> Lanes.int128(input.values(), row);
                        default -> CalendarText.timestamp(Lanes.int64(input.values(), row));
                    });
        }
        return text.toString();
    }
}
