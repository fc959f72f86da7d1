package io.colonnade.exec.expression.call;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
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
import io.colonnade.exec.expression.evaluator.Strict;
import io.colonnade.exec.kernel.number.NumberCasts;
import io.colonnade.exec.kernel.number.NumberFunctions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ABS, FLOOR, CEIL and ROUND.
final class NumberCalls {
    static final Set<Function> FUNCTIONS = Set.of(Function.ABS, Function.FLOOR, Function.CEIL, Function.ROUND);

    private NumberCalls() {}

    static Evaluator compile(Expression.Call call, List<Evaluator> arguments) {
        Function function = call.function();
        Type from = call.arguments().getFirst().type();
        if (!from.isNumeric()) {
            throw Mismatch.of(function.sqlName(), from);
        }
        List<Evaluator> value = arguments.subList(0, 1);
        int digits = digits(call);
        boolean whole = from.isInteger() && (function == Function.FLOOR || function == Function.CEIL || digits >= 0);
        if (whole && function != Function.ABS) {
            return CastCompiler.compile(
                    new Expression.Cast(call.arguments().getFirst(), call.type()), value.getFirst());
        }
        return new Strict(call.type(), value, (inputs, rows, validity, scratch) -> {
            Column.Plain input = inputs.getFirst();
            MemorySegment target =
                    scratch.allocate(Math.max(8, call.type().layout().bytes(rows)));
            if (compute(function, from, digits, input.values(), rows, call.type(), scratch, target)) {
                findFailure(function, from, digits, call.type(), input, validity);
            }
            return new Column.Plain(call.type(), rows, target, validity);
        });
    }

    /// The digits that ROUND keeps; 0 for the others.
    private static int digits(Expression.Call call) {
        if (call.arguments().size() < 2) {
            return 0;
        }
        if (call.arguments().get(1) instanceof Expression.Literal literal
                && literal.value() instanceof Datum.Int count) {
            return Math.clamp(count.value(), -1000, 1000);
        }
        throw EngineException.notSupported("ROUND to a number of digits that is no constant");
    }

    private static RoundingMode mode(Function function) {
        return switch (function) {
            case FLOOR -> RoundingMode.FLOOR;
            case CEIL -> RoundingMode.CEILING;
            default -> RoundingMode.HALF_UP;
        };
    }

    private static boolean compute(
            Function function,
            Type from,
            int digits,
            MemorySegment values,
            int rows,
            Type to,
            SegmentAllocator scratch,
            MemorySegment target) {
        if (function == Function.ABS) {
            return abs(from, values, rows, target);
        }
        if (from.isFloating()) {
            switch (mode(function)) {
                case FLOOR -> NumberFunctions.floor(values, rows, target);
                case CEILING -> NumberFunctions.ceil(values, rows, target);
                default -> NumberFunctions.round(values, digits, rows, target);
            }
            return false;
        }
        if (from instanceof Type.DecimalType source && to instanceof Type.DecimalType result) {
            return NumberFunctions.round(
                    values,
                    source.layout() == Layout.INT128,
                    source.scale(),
                    digits,
                    mode(function),
                    rows,
                    NumberFunctions.limit(result.precision()),
                    result.scale(),
                    result.layout() == Layout.INT128,
                    target);
        }
        return roundInteger(from, digits, values, rows, to, scratch, target);
    }

    private static boolean abs(Type from, MemorySegment values, int rows, MemorySegment target) {
        switch (from.layout()) {
            case INT32 -> {
                boolean bad = NumberFunctions.abs32(values, rows, target);
                return exceeds(from, target, rows) || bad;
            }
            case INT64 -> {
                return NumberFunctions.abs64(values, rows, target);
            }
            case INT128 -> NumberFunctions.abs128(values, rows, target);
            case FLOAT64 -> NumberFunctions.absDouble(values, rows, target);
            case BIT, VIEW -> throw Mismatch.of("ABS", from);
        }
        return false;
    }

    /// To tens, hundreds and so on.
    private static boolean roundInteger(
            Type from,
            int digits,
            MemorySegment values,
            int rows,
            Type to,
            SegmentAllocator scratch,
            MemorySegment target) {
        if (digits < -18) {
            target.fill((byte) 0);
            // 5 * 10^18 and more round to 10^19, which no BIGINT is.
            return digits == -19 && from.layout() == Layout.INT64;
        }
        long unit = BigDecimal.ONE.scaleByPowerOfTen(-digits).longValueExact();
        MemorySegment source = values;
        if (from.layout() == Layout.INT32) {
            source = scratch.allocate(Math.max(8, rows * 8L));
            NumberCasts.int32To64(values, rows, source);
        }
        if (to.layout() == Layout.INT64) {
            return NumberFunctions.roundTo(source, unit, rows, target);
        }
        MemorySegment wide = scratch.allocate(Math.max(8, rows * 8L));
        boolean bad = NumberFunctions.roundTo(source, unit, rows, wide) | NumberCasts.int64To32(wide, rows, target);
        return bad | exceeds(to, target, rows);
    }

    private static boolean exceeds(Type type, MemorySegment values, int rows) {
        return type instanceof Type.TinyintType && NumberCasts.exceedsTinyint(values, rows)
                || type instanceof Type.SmallintType && NumberCasts.exceedsSmallint(values, rows);
    }

    private static void findFailure(
            Function function, Type from, int digits, Type to, Column.Plain input, @Nullable MemorySegment validity) {
        for (int row = 0; row < input.length(); row++) {
            if (!Lanes.bit(validity, row)) {
                continue;
            }
            BigDecimal value = DatumText.decimal(from, input.datum(row));
            BigDecimal result = function == Function.ABS ? value.abs() : value.setScale(digits, mode(function));
            if (!Ranges.holds(to, result)) {
                throw ArithmeticFailure.outOfRange(function.sqlName() + " of " + value.toPlainString(), to);
            }
        }
    }
}
