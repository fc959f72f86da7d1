package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.ArithmeticFailure;
import io.colonnade.exec.expression.evaluator.Ranges;
import io.colonnade.exec.kernel.Bitmaps;
import io.colonnade.exec.kernel.text.ViewWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The column that a call fills, row after row. Numbers that the type cannot hold are OUT_OF_RANGE.
final class RowResult {
    private final String function;
    private final Type type;
    private final int rows;
    private final MemorySegment values;
    private final @Nullable ViewWriter texts;
    private final SegmentAllocator scratch;
    private @Nullable MemorySegment validity;
    /// Whether the bitmap was made here.
    private boolean owned;

    private int row;

    RowResult(String function, Type type, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        this.function = function;
        this.type = type;
        this.rows = rows;
        this.validity = validity;
        this.scratch = scratch;
        boolean isText = type.layout() == Layout.VIEW;
        this.texts = isText ? new ViewWriter(rows, List.of(), scratch) : null;
        this.values = isText
                ? MemorySegment.NULL
                : scratch.allocate(Math.max(8, type.layout().bytes(rows)));
    }

    Type type() {
        return type;
    }

    void moveTo(int position) {
        row = position;
    }

    /// The row is not asked for; its value must be safe to read.
    void skip() {
        if (texts != null) {
            texts.setNull(row);
        } else {
            blank();
        }
    }

    private void blank() {
        switch (type.layout()) {
            case BIT -> Lanes.setBit(values, row, false);
            case INT32 -> values.set(Lanes.INT, row * 4L, 0);
            case INT64, FLOAT64 -> values.set(Lanes.LONG, row * 8L, 0);
            case INT128 -> Lanes.setInt128(values, row, BigInteger.ZERO);
            case VIEW -> throw new AssertionError(type);
        }
    }

    void setNull() {
        skip();
        MemorySegment bits = validity;
        if (bits == null) {
            bits = Bitmaps.filled(rows, true, scratch);
        } else if (!owned) {
            MemorySegment copy = Bitmaps.allocate(rows, scratch);
            Bitmaps.and(bits, bits, rows, copy);
            bits = copy;
        }
        owned = true;
        Lanes.setBit(bits, row, false);
        validity = bits;
    }

    void text(String text) {
        if (texts == null) {
            throw mistyped();
        }
        texts.set(row, text);
    }

    void flag(boolean value) {
        if (type.layout() != Layout.BIT) {
            throw mistyped();
        }
        Lanes.setBit(values, row, value);
    }

    void real(double value) {
        if (type.layout() != Layout.FLOAT64) {
            throw mistyped();
        }
        values.set(Lanes.DOUBLE, row * 8L, type instanceof Type.RealType ? (float) value : value);
    }

    /// An integer, days or microseconds.
    void integer(long value) {
        switch (type.layout()) {
            case INT32 -> {
                if (value != (int) value || !Ranges.holds(type, BigDecimal.valueOf(value))) {
                    throw outOfRange(String.valueOf(value));
                }
                values.set(Lanes.INT, row * 4L, (int) value);
            }
            case INT64 -> {
                if (type instanceof Type.DecimalType) {
                    exact(BigDecimal.valueOf(value));
                } else {
                    values.set(Lanes.LONG, row * 8L, value);
                }
            }
            case INT128 -> exact(BigDecimal.valueOf(value));
            case BIT, FLOAT64, VIEW -> throw mistyped();
        }
    }

    /// An exact number, rounded half away from zero to the digits that the type has.
    void exact(BigDecimal value) {
        if (!type.isNumeric()) {
            throw mistyped();
        }
        int scale = type instanceof Type.DecimalType decimal ? decimal.scale() : 0;
        BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
        if (!Ranges.holds(type, rounded)) {
            throw outOfRange(value.toPlainString());
        }
        switch (type.layout()) {
            case INT32 -> values.set(Lanes.INT, row * 4L, rounded.intValueExact());
            case INT64 ->
                values.set(Lanes.LONG, row * 8L, rounded.unscaledValue().longValueExact());
            case INT128 -> Lanes.setInt128(values, row, rounded.unscaledValue());
            case FLOAT64 -> real(value.doubleValue());
            case BIT, VIEW -> throw mistyped();
        }
    }

    /// A value of the type of the result.
    void datum(Datum value) {
        switch (value) {
            case Datum.Null n -> setNull();
            case Datum.Bool b -> flag(b.value());
            case Datum.Real r -> real(r.value());
            case Datum.Text t -> text(t.value());
            case Datum.Wide w -> Lanes.setInt128(values, row, w.value());
            case Datum.Int i -> unscaled(i.value());
        }
    }

    private void unscaled(long value) {
        switch (type.layout()) {
            case INT32 -> values.set(Lanes.INT, row * 4L, (int) value);
            case INT64 -> values.set(Lanes.LONG, row * 8L, value);
            case INT128 -> Lanes.setInt128(values, row, BigInteger.valueOf(value));
            case BIT, FLOAT64, VIEW -> throw mistyped();
        }
    }

    EngineException outOfRange(String value) {
        return ArithmeticFailure.outOfRange(value + " as the result of " + function, type);
    }

    private EngineException mistyped() {
        return EngineException.internal(function + " gives no " + type.sql());
    }

    Column.Plain column() {
        return texts == null ? new Column.Plain(type, rows, values, validity) : texts.column(type, rows, validity);
    }
}
