package io.colonnade.exec.expression.call;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.ArithmeticFailure;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.Mismatch;
import io.colonnade.exec.expression.evaluator.Strict;
import io.colonnade.exec.kernel.calendar.Calendar;
import io.colonnade.exec.kernel.calendar.CalendarFunctions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// EXTRACT and arithmetic on dates and timestamps.
final class CalendarCalls {
    static final Set<Function> FIELDS = Set.of(
            Function.EXTRACT_YEAR,
            Function.EXTRACT_QUARTER,
            Function.EXTRACT_MONTH,
            Function.EXTRACT_WEEK,
            Function.EXTRACT_DAY,
            Function.EXTRACT_DAY_OF_WEEK,
            Function.EXTRACT_DAY_OF_YEAR,
            Function.EXTRACT_HOUR,
            Function.EXTRACT_MINUTE,
            Function.EXTRACT_SECOND);
    static final Set<Function> SHIFTS =
            Set.of(Function.ADD_DAYS, Function.ADD_MONTHS, Function.ADD_MICROS, Function.DIFF_DAYS);

    private CalendarCalls() {}

    static Evaluator extract(Expression.Call call, List<Evaluator> arguments) {
        Type from = call.arguments().getFirst().type();
        Function field = call.function();
        boolean ofDay =
                field != Function.EXTRACT_HOUR && field != Function.EXTRACT_MINUTE && field != Function.EXTRACT_SECOND;
        if (from instanceof Type.IntervalType) {
            return IntervalFields.extract(call, arguments);
        }
        boolean date = from instanceof Type.DateType;
        boolean clock = from instanceof Type.TimeType;
        if ((!date && !clock && !(from instanceof Type.TimestampType)) || (date && !ofDay) || (clock && ofDay)) {
            throw Mismatch.of(field.sqlName(), from);
        }
        return new Strict(call.type(), arguments, (inputs, rows, validity, scratch) -> {
            MemorySegment target = scratch.allocate(Math.max(8, rows * 8L));
            MemorySegment values = inputs.getFirst().values();
            if (ofDay) {
                CalendarFunctions.extract(field, date ? values : days(values, rows, scratch), rows, target);
            } else {
                CalendarFunctions.extractTime(field, values, rows, target);
            }
            return new Column.Plain(call.type(), rows, target, validity);
        });
    }

    private static MemorySegment days(MemorySegment micros, int rows, SegmentAllocator scratch) {
        MemorySegment days = scratch.allocate(Math.max(8, rows * 4L));
        Calendar.days(micros, rows, days);
        return days;
    }

    static Evaluator shift(Expression.Call call, List<Evaluator> arguments) {
        Function function = call.function();
        Type by = call.arguments().get(1).type();
        if (by.layout() != Layout.INT32 && function != Function.ADD_MICROS) {
            throw Mismatch.of(function.sqlName(), by);
        }
        return new Strict(call.type(), arguments, (inputs, rows, validity, scratch) -> {
            MemorySegment target =
                    scratch.allocate(Math.max(8, call.type().layout().bytes(rows)));
            int failed = shift(function, inputs.get(0), inputs.get(1), validity, rows, scratch, target);
            if (failed >= 0) {
                throw outOfRange(function, inputs.get(0), inputs.get(1), failed, call.type());
            }
            return new Column.Plain(call.type(), rows, target, validity);
        });
    }

    private static int shift(
            Function function,
            Column.Plain time,
            Column.Plain by,
            @Nullable MemorySegment validity,
            int rows,
            SegmentAllocator scratch,
            MemorySegment target) {
        MemorySegment values = time.values();
        return switch (function) {
            case ADD_DAYS -> CalendarFunctions.plusDays(values, by.values(), 1, validity, rows, target);
            case DIFF_DAYS -> CalendarFunctions.plusDays(values, by.values(), -1, validity, rows, target);
            case ADD_MONTHS ->
                time.layout() == Layout.INT32
                        ? CalendarFunctions.plusMonths(values, by.values(), validity, rows, target)
                        : CalendarFunctions.plusMonthsToTimestamps(values, by.values(), validity, rows, target);
            case ADD_MICROS ->
                CalendarFunctions.plusMicros(values, StringCalls.longs(by, scratch), validity, rows, target);
            default -> throw new AssertionError(function);
        };
    }

    private static EngineException outOfRange(
            Function function, Column.Plain time, Column.Plain by, int row, Type type) {
        String value = time.layout() == Layout.INT32
                ? CalendarText.date(Lanes.int32(time.values(), row))
                : CalendarText.timestamp(Lanes.int64(time.values(), row));
        return ArithmeticFailure.outOfRange(function.sqlName() + " of " + value + " and " + by.datum(row), type);
    }
}
