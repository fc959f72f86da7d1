package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.number.Arithmetic;
import io.colonnade.exec.kernel.number.DecimalArithmetic;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `+ - * / %` on numbers. The kernels compute all rows and tell whether one failed; only then is it looked for.
public final class ArithmeticEvaluator extends StrictEvaluator {
    private final ArithmeticOperator operator;
    private final Type left;
    private final Type right;
    private final @Nullable DecimalArithmetic decimal;

    public ArithmeticEvaluator(
            ArithmeticOperator operator, Type type, Type leftType, Evaluator left, Type rightType, Evaluator right) {
        super(type, List.of(left, right));
        this.operator = operator;
        this.left = leftType;
        this.right = rightType;
        this.decimal = type instanceof Type.DecimalType result
                ? new DecimalArithmetic(operator, decimal(leftType), decimal(rightType), result)
                : null;
    }

    /// An integer beside a decimal counts as a decimal without fraction.
    private static Type.DecimalType decimal(Type type) {
        if (type instanceof Type.DecimalType decimal) {
            return decimal;
        }
        throw Mismatch.of("arithmetic", type);
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        Column.Plain a = inputs.get(0);
        Column.Plain b = inputs.get(1);
        MemorySegment target = scratch.allocate(Math.max(8, type().layout().bytes(rows)));
        boolean failed = decimal == null
                ? Arithmetic.compute(operator, type(), a.values(), b.values(), rows, target)
                : decimal.compute(a, b, rows, target);
        if (failed) {
            findFailure(a, b, rows, validity);
        }
        return new Column.Plain(type(), rows, target, validity);
    }

    private void findFailure(Column.Plain a, Column.Plain b, int rows, @Nullable MemorySegment validity) {
        for (int row = 0; row < rows; row++) {
            if (Lanes.bit(validity, row)) {
                ArithmeticFailure.check(operator, left, a.datum(row), right, b.datum(row), type());
            }
        }
    }
}
