package io.colonnade.coordinator.copy;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.temporal.ZonedText;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.number.DoubleText;
import io.colonnade.exec.kernel.number.RealNumbers;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;

/// Values as files have them, and as COPY FROM reads them back.
final class ValueText {
    private ValueText() {}

    /// Appends a value that is not NULL.
    static void append(ByteText text, Type type, Column.Plain column, int row) {
        MemorySegment values = column.values();
        switch (type) {
            case Type.BooleanType t -> text.put(Lanes.bit(values, row) ? "true" : "false");
            case Type.TinyintType t -> text.put(Integer.toString(Lanes.int32(values, row)));
            case Type.SmallintType t -> text.put(Integer.toString(Lanes.int32(values, row)));
            case Type.IntegerType t -> text.put(Integer.toString(Lanes.int32(values, row)));
            case Type.BigintType t -> text.put(Long.toString(Lanes.int64(values, row)));
            case Type.RealType t -> text.put(RealNumbers.text(Double.longBitsToDouble(Lanes.int64(values, row))));
            case Type.DoubleType t -> text.put(DoubleText.of(Double.longBitsToDouble(Lanes.int64(values, row))));
            case Type.DecimalType t -> text.put(decimal(t, values, row));
            case Type.DateType t -> text.put(CalendarText.date(Lanes.int32(values, row)));
            case Type.TimestampType t -> text.put(CalendarText.timestamp(Lanes.int64(values, row)));
            case Type.TimeType t -> text.put(CalendarText.time(Lanes.int64(values, row)));
            // A file means the same whoever wrote it.
            case Type.ZonedTimestampType t -> text.put(ZonedText.of(Lanes.int64(values, row), ZoneOffset.UTC));
            case Type.IntervalType t -> text.put(IntervalText.of(Interval.of(Lanes.int128(values, row))));
            case Type.CharType t -> text.put(Lanes.viewBytes(values, column.heap(), row));
            case Type.VarcharType t -> text.put(Lanes.viewBytes(values, column.heap(), row));
        }
    }

    private static String decimal(Type.DecimalType type, MemorySegment values, int row) {
        BigInteger unscaled = type.layout() == Layout.INT64
                ? BigInteger.valueOf(Lanes.int64(values, row))
                : Lanes.int128(values, row);
        return new BigDecimal(unscaled, type.scale()).toPlainString();
    }
}
