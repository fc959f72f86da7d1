package io.colonnade.exec.expression.call;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.Mismatch;
import io.colonnade.exec.expression.evaluator.StrictEvaluator;
import io.colonnade.exec.kernel.number.DoubleText;
import io.colonnade.exec.kernel.number.RealNumbers;
import io.colonnade.exec.kernel.text.ViewWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CAST of other types to strings, as PostgreSQL writes them, cut to the target's length.
final class FormatCast extends StrictEvaluator {
    private final Type from;
    private final int length;

    FormatCast(Evaluator value, Type from, Type to, int length) {
        super(to, List.of(value));
        this.from = from;
        this.length = length;
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        Column.Plain input = inputs.getFirst();
        ViewWriter writer = new ViewWriter(rows, List.of(), scratch);
        for (int row = 0; row < rows; row++) {
            if (Lanes.bit(validity, row)) {
                String text = text(input.values(), row);
                String cut = text.length() > length ? text.substring(0, length) : text;
                // Blanks at the end of a CHAR do not count.
                writer.set(row, type() instanceof Type.CharType ? cut.stripTrailing() : cut);
            } else {
                writer.setNull(row);
            }
        }
        return writer.column(type(), rows, validity);
    }

    private String text(MemorySegment values, int row) {
        return switch (from) {
            case Type.BooleanType t -> Lanes.bit(values, row) ? "true" : "false";
            case Type.TinyintType t -> Integer.toString(Lanes.int32(values, row));
            case Type.SmallintType t -> Integer.toString(Lanes.int32(values, row));
            case Type.IntegerType t -> Integer.toString(Lanes.int32(values, row));
            case Type.BigintType t -> Long.toString(Lanes.int64(values, row));
            case Type.RealType t -> RealNumbers.text(values.get(Lanes.DOUBLE, row * 8L));
            case Type.DoubleType t -> DoubleText.of(values.get(Lanes.DOUBLE, row * 8L));
            case Type.DecimalType t -> decimal(values, row, t);
            case Type.DateType t -> CalendarText.date(Lanes.int32(values, row));
            case Type.TimestampType t -> CalendarText.timestamp(Lanes.int64(values, row));
            case Type.TimeType t -> CalendarText.time(Lanes.int64(values, row));
            case Type.IntervalType t -> IntervalText.of(Interval.of(Lanes.int128(values, row)));
            // Depends on a zone: a function of two arguments.
            case Type.ZonedTimestampType t -> throw Mismatch.cast(from, type());
            case Type.CharType t -> throw Mismatch.cast(from, type());
            case Type.VarcharType t -> throw Mismatch.cast(from, type());
        };
    }

    private static String decimal(MemorySegment values, int row, Type.DecimalType type) {
        BigDecimal value = type.layout() == Layout.INT64
                ? BigDecimal.valueOf(Lanes.int64(values, row), type.scale())
                : new BigDecimal(Lanes.int128(values, row), type.scale());
        return value.toPlainString();
    }
}
