package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type.DecimalType;
import io.colonnade.exec.kernel.number.Int128;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A term of decimals whose values of a page are computed in 64 bits, with a bound that proves that these
/// hold them.
///
/// ```text
/// l_extendedprice * (1 - l_discount)          values         none is further from 0 than
///   l_extendedprice: 4 bytes + base           1234500        2^32 + base
///   1 - l_discount:  100 - 1 byte             94             100 + 255
///   product                                   116043000      (2^32 + base) * 355 < 2^63
/// ```
///
/// Terms that occur several times in the expressions of an operator are one object and computed once for a page.
/// *Thread safety*: one thread.
final class BoundedTerm {
    /// What {@link #compute} answers if values may need more than 64 bits, or more digits than their type has.
    static final long UNBOUNDED = -1;

    private final DecimalType type;
    private final Shape shape;
    private long[] values = new long[0];
    private boolean[] nulls = new boolean[0];
    private boolean hasNulls;
    private @Nullable Page last;
    private long bound;

    private sealed interface Shape {
        record Read(int column) implements Shape {}

        record Constant(long value) implements Shape {}

        /// `left * leftFactor + right * rightFactor`.
        record Sum(BoundedTerm left, long leftFactor, BoundedTerm right, long rightFactor) implements Shape {}

        record Product(BoundedTerm left, BoundedTerm right) implements Shape {}
    }

    private BoundedTerm(DecimalType type, Shape shape) {
        this.type = type;
        this.shape = shape;
    }

    /// The term that an expression is, null if it is another kind of expression. `known` has those of the same
    /// operator, and takes new ones.
    static @Nullable BoundedTerm of(Expression expression, Map<Expression, BoundedTerm> known) {
        BoundedTerm term = known.get(expression);
        if (term == null && expression.type() instanceof DecimalType type) {
            Shape shape = shape(expression, type, known);
            if (shape != null) {
                term = new BoundedTerm(type, shape);
                known.put(expression, term);
            }
        }
        return term;
    }

    private static @Nullable Shape shape(Expression expression, DecimalType type, Map<Expression, BoundedTerm> known) {
        if (expression instanceof Expression.ColumnReference column && type.layout() == Layout.INT64) {
            return new Shape.Read(column.index());
        }
        if (expression instanceof Expression.Literal literal && literal.value() instanceof Datum.Int number) {
            return new Shape.Constant(number.value());
        }
        return expression instanceof Expression.Arithmetic arithmetic ? shape(arithmetic, type, known) : null;
    }

    private static @Nullable Shape shape(
            Expression.Arithmetic arithmetic, DecimalType type, Map<Expression, BoundedTerm> known) {
        ArithmeticOperator operator = arithmetic.operator();
        if (operator == ArithmeticOperator.DIVIDE || operator == ArithmeticOperator.MODULO) {
            return null;
        }
        BoundedTerm left = of(arithmetic.left(), known);
        BoundedTerm right = of(arithmetic.right(), known);
        if (left == null || right == null) {
            return null;
        }
        if (operator == ArithmeticOperator.MULTIPLY) {
            return left.type.scale() + right.type.scale() == type.scale() ? new Shape.Product(left, right) : null;
        }
        int leftShift = type.scale() - left.type.scale();
        int rightShift = type.scale() - right.type.scale();
        if (Math.min(leftShift, rightShift) < 0 || Math.max(leftShift, rightShift) > DecimalType.PRECISION_INT64_MAX) {
            return null;
        }
        long sign = operator == ArithmeticOperator.SUBTRACT ? -1 : 1;
        return new Shape.Sum(left, Int128.power(leftShift), right, sign * Int128.power(rightShift));
    }

    /// Whether it depends on a page at all.
    boolean reads() {
        return switch (shape) {
            case Shape.Read read -> true;
            case Shape.Constant constant -> false;
            case Shape.Sum sum -> sum.left().reads() || sum.right().reads();
            case Shape.Product product ->
                product.left().reads() || product.right().reads();
        };
    }

    /// Computes the rows of the page that count and answers what no value is further from 0 than, or
    /// {@link #UNBOUNDED}.
    long compute(Page page, SegmentAllocator scratch) {
        if (last != page) {
            last = null;
            if (values.length < page.rows()) {
                values = new long[Math.max(page.rows(), Page.ROWS_MAX)];
                nulls = new boolean[values.length];
            }
            hasNulls = false;
            long found = computeShape(page, scratch);
            int digits = Math.min(type.precision(), DecimalType.PRECISION_INT64_MAX + 1);
            bound = digits <= DecimalType.PRECISION_INT64_MAX && found >= Int128.power(digits) ? UNBOUNDED : found;
            last = page;
        }
        return bound;
    }

    /// The values of the page computed last; those of NULLs are anything within the bound.
    long[] values() {
        return values;
    }

    /// Which of them are NULL; null if none is.
    boolean @Nullable [] nulls() {
        return hasNulls ? nulls : null;
    }

    private long computeShape(Page page, SegmentAllocator scratch) {
        return switch (shape) {
            case Shape.Read read -> read(page.column(read.column()), page, scratch);
            case Shape.Constant constant -> {
                Arrays.fill(values, 0, page.rows(), constant.value());
                yield constant.value() == Long.MIN_VALUE ? UNBOUNDED : Math.abs(constant.value());
            }
            case Shape.Sum sum -> {
                long left = times(sum.left().compute(page, scratch), sum.leftFactor());
                long right =
                        left < 0 ? UNBOUNDED : times(sum.right().compute(page, scratch), Math.abs(sum.rightFactor()));
                if (right < 0 || left + right < 0) {
                    yield UNBOUNDED;
                }
                takeNulls(sum.left(), sum.right(), page.rows());
                add(sum.left().values, sum.leftFactor(), sum.right().values, sum.rightFactor(), page.rows(), values);
                yield left + right;
            }
            case Shape.Product product -> {
                long left = product.left().compute(page, scratch);
                long both = left < 0 ? UNBOUNDED : times(product.right().compute(page, scratch), left);
                if (both >= 0) {
                    takeNulls(product.left(), product.right(), page.rows());
                    multiply(product.left().values, product.right().values, page.rows(), values);
                }
                yield both;
            }
        };
    }

    /// What values are worth reading into longs: other forms have fewer values than rows.
    private long read(Column column, Page page, SegmentAllocator scratch) {
        return switch (column) {
            case Column.Plain c -> {
                readWords(c, page, scratch);
                yield magnitude(values, page.rows());
            }
            case Column.Narrow c -> {
                readWords(c, page, scratch);
                long reach = (1L << 8 * c.width()) - 1;
                boolean isFar = c.base() == Long.MIN_VALUE || c.base() + reach < c.base();
                yield isFar ? UNBOUNDED : Math.max(Math.abs(c.base()), Math.abs(c.base() + reach));
            }
            case Column.Constant c -> UNBOUNDED;
            case Column.Dictionaried c -> UNBOUNDED;
            case Column.Runs c -> UNBOUNDED;
        };
    }

    private void readWords(Column column, Page page, SegmentAllocator scratch) {
        int rows = page.rows();
        Column.Plain plain = Flatten.plain(column, page.selection(), scratch);
        MemorySegment.copy(plain.values(), Lanes.LONG, 0, values, 0, rows);
        MemorySegment validity = plain.validity();
        hasNulls = validity != null;
        for (int i = 0; validity != null && i < rows; i++) {
            nulls[i] = !Lanes.bit(validity, i);
            values[i] = nulls[i] ? 0 : values[i];
        }
    }

    private void takeNulls(BoundedTerm left, BoundedTerm right, int rows) {
        hasNulls = left.hasNulls || right.hasNulls;
        if (!hasNulls) {
            return;
        }
        System.arraycopy((left.hasNulls ? left : right).nulls, 0, nulls, 0, rows);
        for (int i = 0; left.hasNulls && right.hasNulls && i < rows; i++) {
            nulls[i] |= right.nulls[i];
        }
    }

    /// The product of two bounds.
    private static long times(long left, long right) {
        return left < 0 || right < 0 || Math.multiplyHigh(left, right) != 0 || left * right < 0
                ? UNBOUNDED
                : left * right;
    }

    private static long magnitude(long[] values, int rows) {
        long bits = 0;
        for (int i = 0; i < rows; i++) {
            bits |= values[i] ^ values[i] >> 63;
        }
        return bits == Long.MAX_VALUE ? UNBOUNDED : bits + 1;
    }

    private static void add(long[] left, long leftFactor, long[] right, long rightFactor, int rows, long[] target) {
        for (int i = 0; i < rows; i++) {
            target[i] = left[i] * leftFactor + right[i] * rightFactor;
        }
    }

    private static void multiply(long[] left, long[] right, int rows, long[] target) {
        for (int i = 0; i < rows; i++) {
            target[i] = left[i] * right[i];
        }
    }
}
