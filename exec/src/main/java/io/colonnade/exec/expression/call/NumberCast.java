package io.colonnade.exec.expression.call;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.ArithmeticFailure;
import io.colonnade.exec.expression.evaluator.DatumText;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.Mismatch;
import io.colonnade.exec.expression.evaluator.Ranges;
import io.colonnade.exec.expression.evaluator.StrictEvaluator;
import io.colonnade.exec.kernel.number.NumberCasts;
import io.colonnade.exec.kernel.number.RealNumbers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CAST between numbers: DOUBLE to integers rounds half to even, decimals round half away from zero, and what the
/// target cannot hold is OUT_OF_RANGE.
final class NumberCast extends StrictEvaluator {
    private final Type from;

    NumberCast(Evaluator value, Type from, Type to) {
        super(to, List.of(value));
        this.from = from;
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        Column.Plain input = inputs.getFirst();
        MemorySegment target = scratch.allocate(Math.max(8, type().layout().bytes(rows)));
        boolean failed = switch (type()) {
            case Type.RealType t -> toReal(input.values(), rows, target);
            case Type.DoubleType t -> toDouble(input.values(), rows, target);
            case Type.DecimalType t -> toDecimal(input.values(), rows, t, scratch, target);
            case Type.TinyintType t ->
                toInt32(input.values(), rows, scratch, target) | NumberCasts.exceedsTinyint(target, rows);
            case Type.SmallintType t ->
                toInt32(input.values(), rows, scratch, target) | NumberCasts.exceedsSmallint(target, rows);
            case Type.IntegerType t -> toInt32(input.values(), rows, scratch, target);
            case Type.BigintType t -> toInt64(input.values(), rows, scratch, target);
            case Type.BooleanType t -> throw Mismatch.cast(from, t);
            case Type.CharType t -> throw Mismatch.cast(from, t);
            case Type.VarcharType t -> throw Mismatch.cast(from, t);
            case Type.DateType t -> throw Mismatch.cast(from, t);
            case Type.TimeType t -> throw Mismatch.cast(from, t);
            case Type.TimestampType t -> throw Mismatch.cast(from, t);
            case Type.ZonedTimestampType t -> throw Mismatch.cast(from, t);
            case Type.IntervalType t -> throw Mismatch.cast(from, t);
        };
        if (failed) {
            findFailure(input, rows, validity);
        }
        return new Column.Plain(type(), rows, target, validity);
    }

    private boolean toDouble(MemorySegment values, int rows, MemorySegment target) {
        if (from instanceof Type.DecimalType decimal) {
            NumberCasts.decimalToDouble(values, decimal.layout() == Layout.INT128, decimal.scale(), rows, target);
        } else if (from.layout() == Layout.INT32) {
            NumberCasts.int32ToDouble(values, rows, target);
        } else {
            NumberCasts.int64ToDouble(values, rows, target);
        }
        return false;
    }

    /// Decimals go to their nearest float at once, integers by the nearest double.
    private boolean toReal(MemorySegment values, int rows, MemorySegment target) {
        switch (from) {
            case Type.DoubleType t -> MemorySegment.copy(values, 0, target, 0, rows * 8L);
            case Type.DecimalType t ->
                NumberCasts.decimalToReal(values, t.layout() == Layout.INT128, t.scale(), rows, target);
            case Type.BigintType t -> NumberCasts.int64ToReal(values, rows, target);
            default -> toDouble(values, rows, target);
        }
        return RealNumbers.round(target, rows);
    }

    private boolean toDecimal(
            MemorySegment values, int rows, Type.DecimalType to, SegmentAllocator scratch, MemorySegment target) {
        boolean wide = to.layout() == Layout.INT128;
        if (from.isFloating()) {
            boolean isReal = from instanceof Type.RealType;
            return NumberCasts.doubleToDecimal(values, isReal, rows, to.precision(), to.scale(), wide, target);
        }
        MemorySegment source = values;
        if (from.layout() == Layout.INT32) {
            source = scratch.allocate(Math.max(8, rows * 8L));
            NumberCasts.int32To64(values, rows, source);
        }
        int scale = from instanceof Type.DecimalType decimal ? decimal.scale() : 0;
        int shift = to.scale() - scale;
        boolean wideSource = from.layout() == Layout.INT128;
        if (wide && !wideSource && shift >= 0 && shift <= 18 && digits() + shift <= to.precision()) {
            NumberCasts.int64To128(source, rows, shift, target);
            return false;
        }
        return NumberCasts.rescale(source, wideSource, scale, rows, to.precision(), to.scale(), wide, target);
    }

    /// The most digits that a value of an exact source type has.
    private int digits() {
        return switch (from) {
            case Type.TinyintType t -> 3;
            case Type.SmallintType t -> 5;
            case Type.IntegerType t -> 10;
            case Type.DecimalType t -> t.precision();
            case Type.BigintType t -> 19;
            case Type.RealType t -> 19;
            case Type.DoubleType t -> 19;
            case Type.BooleanType t -> 19;
            case Type.CharType t -> 19;
            case Type.VarcharType t -> 19;
            case Type.DateType t -> 19;
            case Type.TimeType t -> 19;
            case Type.TimestampType t -> 19;
            case Type.ZonedTimestampType t -> 19;
            case Type.IntervalType t -> 19;
        };
    }

    private boolean toInt32(MemorySegment values, int rows, SegmentAllocator scratch, MemorySegment target) {
        if (from.layout() == Layout.INT32) {
            MemorySegment.copy(values, 0, target, 0, rows * 4L);
            return false;
        }
        MemorySegment wide = scratch.allocate(Math.max(8, rows * 8L));
        return toInt64(values, rows, scratch, wide) | NumberCasts.int64To32(wide, rows, target);
    }

    private boolean toInt64(MemorySegment values, int rows, SegmentAllocator scratch, MemorySegment target) {
        if (from instanceof Type.DecimalType decimal) {
            if (decimal.layout() == Layout.INT64) {
                return NumberCasts.rescale(values, false, decimal.scale(), rows, 18, 0, false, target)
                        && decimal.scale() > 0;
            }
            MemorySegment whole = scratch.allocate(Math.max(16, rows * 16L));
            return NumberCasts.rescale(
                            values, true, decimal.scale(), rows, Type.DecimalType.PRECISION_MAX, 0, true, whole)
                    | NumberCasts.int128To64(whole, rows, target);
        }
        switch (from.layout()) {
            case INT32 -> NumberCasts.int32To64(values, rows, target);
            case INT64 -> MemorySegment.copy(values, 0, target, 0, rows * 8L);
            case FLOAT64 -> {
                return NumberCasts.doubleToInt64(values, rows, target);
            }
            case BIT, INT128, VIEW -> throw Mismatch.cast(from, type());
        }
        return false;
    }

    private void findFailure(Column.Plain input, int rows, @Nullable MemorySegment validity) {
        for (int row = 0; row < rows; row++) {
            if (Lanes.bit(validity, row)) {
                check(input.datum(row));
            }
        }
    }

    private void check(Datum value) {
        if (!(value instanceof Datum.Real real)) {
            BigDecimal exact = DatumText.decimal(from, value);
            if (!Ranges.holdsRounded(type(), exact)) {
                throw ArithmeticFailure.outOfRange(exact.toPlainString(), type());
            }
            return;
        }
        double number = real.value();
        if (type() instanceof Type.RealType) {
            if (RealNumbers.overflows(number)) {
                throw ArithmeticFailure.outOfRange(DatumText.of(number), type());
            }
            return;
        }
        boolean fits = Double.isFinite(number)
                && (type() instanceof Type.DecimalType
                        ? Ranges.holds(type(), NumberCasts.toDecimal(number, from instanceof Type.RealType))
                        : Ranges.holds(type(), new BigDecimal(Math.rint(number))));
        if (!fits) {
            throw ArithmeticFailure.outOfRange(DatumText.of(number), type());
        }
    }
}
