package io.colonnade.exec.expression.call;

import io.colonnade.core.expression.Function;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.ArithmeticFailure;
import io.colonnade.exec.expression.evaluator.DatumText;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.StrictEvaluator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// SQRT, POWER, LN and EXP on doubles. Arguments outside of the function's domain, and infinite results of finite
/// arguments, are OUT_OF_RANGE.
final class RealCall extends StrictEvaluator {
    static final Set<Function> FUNCTIONS = Set.of(Function.SQRT, Function.POWER, Function.LN, Function.EXP);

    private final Function function;

    RealCall(Function function, List<Evaluator> arguments) {
        super(Type.DOUBLE, arguments);
        this.function = function;
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        MemorySegment x = inputs.getFirst().values();
        MemorySegment y = inputs.getLast().values();
        MemorySegment target = scratch.allocate(Math.max(8, rows * 8L));
        switch (function) {
            case SQRT -> sqrt(x, rows, target);
            case LN -> ln(x, rows, target);
            case EXP -> exp(x, rows, target);
            case POWER -> power(x, y, rows, target);
            default -> throw new AssertionError(function);
        }
        for (int row = 0; row < rows; row++) {
            double result = target.get(Lanes.DOUBLE, row * 8L);
            // Rare, and cheap to see: a result that is no number.
            if (!Double.isFinite(result) && Lanes.bit(validity, row)) {
                check(x.get(Lanes.DOUBLE, row * 8L), y.get(Lanes.DOUBLE, row * 8L), result);
            }
        }
        return new Column.Plain(Type.DOUBLE, rows, target, validity);
    }

    private static void sqrt(MemorySegment x, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.DOUBLE, i * 8L, Math.sqrt(x.get(Lanes.DOUBLE, i * 8L)));
        }
    }

    private static void ln(MemorySegment x, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.DOUBLE, i * 8L, Math.log(x.get(Lanes.DOUBLE, i * 8L)));
        }
    }

    private static void exp(MemorySegment x, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.DOUBLE, i * 8L, Math.exp(x.get(Lanes.DOUBLE, i * 8L)));
        }
    }

    private static void power(MemorySegment x, MemorySegment y, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            double base = x.get(Lanes.DOUBLE, i * 8L);
            // Unlike Java: one to the power of NaN is one.
            double result = base == 1 ? 1 : Math.pow(base, y.get(Lanes.DOUBLE, i * 8L));
            target.set(Lanes.DOUBLE, i * 8L, result);
        }
    }

    private void check(double x, double y, double result) {
        boolean nan = Double.isNaN(x) || Double.isNaN(y);
        boolean infinite = Double.isInfinite(x) || Double.isInfinite(y);
        boolean fails = Double.isNaN(result) ? !nan : !nan && !infinite;
        if (fails) {
            String arguments = function == Function.POWER ? DatumText.of(x) + ", " + DatumText.of(y) : DatumText.of(x);
            throw ArithmeticFailure.outOfRange(function.sqlName() + "(" + arguments + ")", Type.DOUBLE);
        }
    }
}
