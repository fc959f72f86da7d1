package io.colonnade.exec.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.Evaluator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Decimals in 64 bits where values allow it, against BigIntegers.
class BoundedEvaluatorTest {
    private static final Type.DecimalType MONEY = new Type.DecimalType(15, 2);
    private static final Type.DecimalType RATE = new Type.DecimalType(16, 2);
    private static final Type.DecimalType PRODUCT = new Type.DecimalType(31, 4);
    private static final Type.DecimalType BOTH = new Type.DecimalType(38, 6);
    private static final int ROWS = 200;

    private static Expression column(int index) {
        return new Expression.ColumnReference(index, MONEY);
    }

    private static Expression one(ArithmeticOperator operator, int column) {
        Expression one = new Expression.Literal(MONEY, Datum.of(100L));
        return new Expression.Arithmetic(operator, one, column(column), RATE);
    }

    /// With 2 digits all is small, with 9 the second product needs 128 bits, with 15 the first one does.
    @ParameterizedTest
    @ValueSource(ints = {2, 6, 9, 12, 15})
    void computesWhatBigIntegersDo(int digits) {
        Random random = new Random(digits);
        Expression reduced = new Expression.Arithmetic(
                ArithmeticOperator.MULTIPLY, column(0), one(ArithmeticOperator.SUBTRACT, 1), PRODUCT);
        Expression taxed =
                new Expression.Arithmetic(ArithmeticOperator.MULTIPLY, reduced, one(ArithmeticOperator.ADD, 2), BOTH);
        List<Evaluator> evaluators = ExpressionCompiler.compile(List.of(taxed, reduced), List.of());
        BigInteger limit = BigInteger.TEN.pow(BOTH.precision());
        try (Arena arena = Arena.ofConfined()) {
            for (int round = 0; round < 30; round++) {
                long[][] values = new long[3][ROWS];
                boolean[][] nulls = new boolean[3][ROWS];
                Column[] columns = new Column[3];
                for (int c = 0; c < 3; c++) {
                    columns[c] = column(random, digits, values[c], nulls[c], round % 3 == c, arena);
                }
                int[] positions = {3, 4, 50, 199};
                boolean selects = random.nextBoolean();
                Page page = new Page(ROWS, columns, selects ? new Selection(positions, positions.length) : null);
                boolean fails = false;
                BigInteger[][] expected = new BigInteger[2][page.rows()];
                for (int i = 0; i < page.rows(); i++) {
                    int row = page.position(i);
                    BigInteger hundred = BigInteger.valueOf(100);
                    BigInteger first = BigInteger.valueOf(values[0][row])
                            .multiply(hundred.subtract(BigInteger.valueOf(values[1][row])));
                    BigInteger second = first.multiply(hundred.add(BigInteger.valueOf(values[2][row])));
                    expected[1][i] = nulls[0][row] || nulls[1][row] ? null : first;
                    expected[0][i] = expected[1][i] == null || nulls[2][row] ? null : second;
                    fails |= expected[0][i] != null && second.abs().compareTo(limit) >= 0;
                }
                boolean failed = false;
                for (int e = 0; e < 2; e++) {
                    try {
                        Column result = evaluators.get(e).evaluate(page, arena);
                        for (int i = 0; i < page.rows(); i++) {
                            assertThat(number(result.datum(i))).isEqualTo(expected[e][i]);
                        }
                    } catch (EngineException overflow) {
                        failed = true;
                    }
                }
                assertThat(failed).isEqualTo(fails);
            }
        }
    }

    private static BigInteger number(Datum value) {
        return switch (value) {
            case Datum.Int number -> BigInteger.valueOf(number.value());
            case Datum.Wide number -> number.value();
            default -> null;
        };
    }

    private static Column column(
            Random random, int digits, long[] values, boolean[] nulls, boolean isNarrow, Arena arena) {
        long limit = Math.round(Math.pow(10, digits));
        boolean hasNulls = random.nextInt(3) == 0;
        MemorySegment validity = hasNulls ? arena.allocate(ROWS / 8 + 8) : null;
        MemorySegment memory = arena.allocate(ROWS * 8L);
        long base = isNarrow ? random.nextLong(-limit / 2, limit / 2) : 0;
        for (int i = 0; i < ROWS; i++) {
            int offset = random.nextInt(256);
            values[i] = isNarrow ? base + offset : random.nextLong(1 - limit, limit);
            nulls[i] = hasNulls && random.nextInt(4) == 0;
            if (isNarrow) {
                memory.set(Lanes.BYTE, i, (byte) offset);
            } else {
                memory.set(Lanes.LONG, i * 8L, nulls[i] ? Long.MIN_VALUE : values[i]);
            }
            if (validity != null) {
                Lanes.setBit(validity, i, !nulls[i]);
            }
        }
        return isNarrow
                ? new Column.Narrow(MONEY, ROWS, base, 1, memory, validity)
                : new Column.Plain(MONEY, ROWS, memory, validity);
    }
}
