package io.colonnade.exec.expression.call;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.TimeZones;
import io.colonnade.core.temporal.ZonedText;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.ArithmeticFailure;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.StrictEvaluator;
import io.colonnade.exec.kernel.text.ViewWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Moments from and to timestamps and text, in the zone that the second argument names. A moment out of range is
/// OUT_OF_RANGE.
final class ZoneCall extends StrictEvaluator {
    static final Set<Function> FUNCTIONS =
            EnumSet.of(Function.TO_MOMENT, Function.TO_LOCAL, Function.PARSE_MOMENT, Function.MOMENT_TEXT);

    private final Function function;

    private ZoneCall(Function function, Type type, List<Evaluator> arguments) {
        super(type, arguments);
        this.function = function;
    }

    static Evaluator compile(Expression.Call call, List<Evaluator> arguments) {
        return new ZoneCall(call.function(), call.type(), arguments);
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        Column.Plain input = inputs.get(0);
        ZoneColumn zones = new ZoneColumn(inputs.get(1));
        if (function == Function.MOMENT_TEXT) {
            return texts(input, zones, rows, validity, scratch);
        }
        MemorySegment target = scratch.allocate(Math.max(8, rows * 8L));
        for (int row = 0; row < rows; row++) {
            if (Lanes.bit(validity, row)) {
                target.set(Lanes.LONG, row * 8L, value(input, zones.zone(row), row));
            }
        }
        return new Column.Plain(type(), rows, target, validity);
    }

    private long value(Column.Plain input, ZoneId zone, int row) {
        if (function == Function.PARSE_MOMENT) {
            String text = Lanes.text(input.values(), input.heap(), row).strip();
            try {
                return ZonedText.parse(text, zone);
            } catch (CalendarText.InvalidException e) {
                throw InvalidTime.of(text, type(), e);
            }
        }
        long micros = Lanes.int64(input.values(), row);
        try {
            return function == Function.TO_MOMENT ? TimeZones.toMoment(micros, zone) : TimeZones.toLocal(micros, zone);
        } catch (ArithmeticException e) {
            throw ArithmeticFailure.outOfRange(CalendarText.timestamp(micros) + " in zone " + zone, type());
        }
    }

    private Column.Plain texts(
            Column.Plain input,
            ZoneColumn zones,
            int rows,
            @Nullable MemorySegment validity,
            SegmentAllocator scratch) {
        ViewWriter writer = new ViewWriter(rows, List.of(), scratch);
        for (int row = 0; row < rows; row++) {
            if (Lanes.bit(validity, row)) {
                writer.set(row, text(Lanes.int64(input.values(), row), zones.zone(row)));
            } else {
                writer.setNull(row);
            }
        }
        return writer.column(type(), rows, validity);
    }

    private static String text(long moment, ZoneId zone) {
        try {
            return ZonedText.of(moment, zone);
        } catch (ArithmeticException e) {
            // In zones ahead of UTC the last hours of the type are at a time that it cannot hold.
            throw ArithmeticFailure.outOfRange(CalendarText.timestamp(moment) + " in zone " + zone, Type.TIMESTAMP);
        }
    }
}
