package io.colonnade.exec.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Values at the edges, as constants: folding runs the same kernels as pages do.
class ExpressionEdgeTest {
    private static final FoldingEvaluator FOLDING = new FoldingEvaluator();

    private static Expression literal(Type type, Datum value) {
        return new Expression.Literal(type, value);
    }

    private static Expression text(String value) {
        return literal(Type.VARCHAR, Datum.of(value));
    }

    private static Datum compute(ArithmeticOperator operator, Type type, long a, long b) {
        return FOLDING.evaluate(
                new Expression.Arithmetic(operator, literal(type, Datum.of(a)), literal(type, Datum.of(b)), type));
    }

    private static Datum cast(Type from, Datum value, Type to) {
        return FOLDING.evaluate(new Expression.Cast(literal(from, value), to));
    }

    private static Datum call(Function function, Type type, Expression... arguments) {
        return FOLDING.evaluate(new Expression.Call(function, List.of(arguments), type));
    }

    private static void fails(Runnable expression, ErrorCode code, String words) {
        assertThatThrownBy(expression::run)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void overflowNamesTheValues() {
        fails(
                () -> compute(ArithmeticOperator.ADD, Type.INTEGER, Integer.MAX_VALUE, 1),
                ErrorCode.OUT_OF_RANGE,
                "INTEGER: 2147483647 + 1");
        fails(
                () -> compute(ArithmeticOperator.MULTIPLY, Type.SMALLINT, 200, 200),
                ErrorCode.OUT_OF_RANGE,
                "SMALLINT: 200 * 200");
        fails(
                () -> compute(ArithmeticOperator.MULTIPLY, Type.BIGINT, Long.MAX_VALUE, 2),
                ErrorCode.OUT_OF_RANGE,
                "BIGINT: 9223372036854775807 * 2");
        fails(
                () -> compute(ArithmeticOperator.DIVIDE, Type.INTEGER, Integer.MIN_VALUE, -1),
                ErrorCode.OUT_OF_RANGE,
                "-2147483648 / -1");
        fails(() -> compute(ArithmeticOperator.MODULO, Type.BIGINT, 7, 0), ErrorCode.DIVISION_BY_ZERO, "7 % 0");
    }

    @Test
    void integerDivisionTruncatesAndModuloFollowsTheDividend() {
        assertThat(compute(ArithmeticOperator.DIVIDE, Type.INTEGER, -7, 2)).isEqualTo(Datum.of(-3));
        assertThat(compute(ArithmeticOperator.MODULO, Type.INTEGER, -7, 2)).isEqualTo(Datum.of(-1));
        assertThat(compute(ArithmeticOperator.MODULO, Type.INTEGER, Integer.MIN_VALUE, -1))
                .isEqualTo(Datum.of(0));
    }

    @Test
    void decimalDivisionRoundsHalfAwayFromZero() {
        Type money = Type.decimal(15, 2);
        Type wide = Type.decimal(38, 1);
        Expression half = new Expression.Arithmetic(
                ArithmeticOperator.DIVIDE, literal(money, Datum.of(-25)), literal(money, Datum.of(100)), wide);
        assertThat(FOLDING.evaluate(half)).isEqualTo(new Datum.Wide(BigInteger.valueOf(-3)));
        Expression third = new Expression.Arithmetic(
                ArithmeticOperator.DIVIDE,
                literal(money, Datum.of(100)),
                literal(money, Datum.of(300)),
                Type.decimal(38, 18));
        assertThat(FOLDING.evaluate(third)).isEqualTo(new Datum.Wide(new BigInteger("333333333333333333")));
    }

    @Test
    void castsRoundAsPostgresDoes() {
        assertThat(cast(Type.DOUBLE, Datum.of(2.5), Type.INTEGER)).isEqualTo(Datum.of(2));
        assertThat(cast(Type.DOUBLE, Datum.of(3.5), Type.INTEGER)).isEqualTo(Datum.of(4));
        assertThat(cast(Type.decimal(3, 1), Datum.of(25), Type.INTEGER)).isEqualTo(Datum.of(3));
        assertThat(cast(Type.decimal(3, 1), Datum.of(-25), Type.BIGINT)).isEqualTo(Datum.of(-3));
        assertThat(cast(Type.DOUBLE, Datum.of(0.1 + 0.2), Type.decimal(20, 17)))
                .isEqualTo(new Datum.Wide(new BigInteger("30000000000000000")));
        fails(() -> cast(Type.DOUBLE, Datum.of(0x1p63), Type.BIGINT), ErrorCode.OUT_OF_RANGE, "BIGINT: 9.2233");
        fails(() -> cast(Type.DOUBLE, Datum.of(Double.NaN), Type.INTEGER), ErrorCode.OUT_OF_RANGE, "NaN");
    }

    @Test
    void textIsReadStrictly() {
        assertThat(cast(Type.VARCHAR, Datum.of("  -12 "), Type.INTEGER)).isEqualTo(Datum.of(-12));
        assertThat(cast(Type.VARCHAR, Datum.of("1e3"), Type.decimal(10, 2))).isEqualTo(Datum.of(100_000));
        assertThat(cast(Type.VARCHAR, Datum.of("of"), Type.BOOLEAN)).isEqualTo(Datum.FALSE);
        assertThat(cast(Type.VARCHAR, Datum.of("19980902"), Type.DATE)).isEqualTo(Datum.of(10_471));
        fails(() -> cast(Type.VARCHAR, Datum.of("12a"), Type.INTEGER), ErrorCode.INVALID_TEXT, "'12a'");
        fails(() -> cast(Type.VARCHAR, Datum.of("0x1p3"), Type.DOUBLE), ErrorCode.INVALID_TEXT, "'0x1p3'");
        fails(() -> cast(Type.VARCHAR, Datum.of("o"), Type.BOOLEAN), ErrorCode.INVALID_TEXT, "'o'");
        fails(() -> cast(Type.VARCHAR, Datum.of("1e999999999"), Type.decimal(38, 0)), ErrorCode.OUT_OF_RANGE, "1e9");
        fails(() -> cast(Type.VARCHAR, Datum.of("1998-02-29"), Type.DATE), ErrorCode.INVALID_DATETIME, "no such day");
        fails(() -> cast(Type.VARCHAR, Datum.of("99999"), Type.SMALLINT), ErrorCode.OUT_OF_RANGE, "SMALLINT");
        fails(() -> cast(Type.DATE, Datum.of(1), Type.INTEGER), ErrorCode.TYPE_MISMATCH, "cannot cast DATE to INTEGER");
    }

    @Test
    void valuesAreWrittenAsPostgresDoes() {
        assertThat(cast(Type.DOUBLE, Datum.of(1e15), Type.VARCHAR)).isEqualTo(Datum.of("1e+15"));
        assertThat(cast(Type.DOUBLE, Datum.of(123456.5), Type.VARCHAR)).isEqualTo(Datum.of("123456.5"));
        assertThat(cast(Type.DOUBLE, Datum.of(0.000015), Type.VARCHAR)).isEqualTo(Datum.of("1.5e-05"));
        assertThat(cast(Type.decimal(5, 2), Datum.of(-5), Type.VARCHAR)).isEqualTo(Datum.of("-0.05"));
        assertThat(cast(Type.TIMESTAMP, Datum.of(-1), Type.VARCHAR)).isEqualTo(Datum.of("1969-12-31 23:59:59.999999"));
        assertThat(cast(Type.VARCHAR, Datum.of("ab  c"), new Type.CharType(4))).isEqualTo(Datum.of("ab"));
        assertThat(cast(Type.VARCHAR, Datum.of("日本語"), new Type.VarcharType(2))).isEqualTo(Datum.of("日本"));
    }

    @Test
    void stringsCompareByTheirBytes() {
        assertThat(less("a", "a\0")).isEqualTo(Datum.TRUE);
        assertThat(less("twelve bytes", "twelve bytes!")).isEqualTo(Datum.TRUE);
        assertThat(less("twelve bytes!", "twelve bytes")).isEqualTo(Datum.FALSE);
        assertThat(less("z", "ä")).isEqualTo(Datum.TRUE);
        assertThat(less("", "a")).isEqualTo(Datum.TRUE);
    }

    private static Datum less(String a, String b) {
        return FOLDING.evaluate(new Expression.Comparison(ComparisonOperator.LESS, text(a), text(b)));
    }

    @Test
    void charLiteralsLoseTheirTrailingBlanks() {
        Expression padded = literal(new Type.CharType(6), Datum.of("ASIA  "));
        Expression stored = literal(new Type.CharType(4), Datum.of("ASIA"));
        assertThat(FOLDING.evaluate(new Expression.Comparison(ComparisonOperator.EQUAL, padded, stored)))
                .isEqualTo(Datum.TRUE);
    }

    @Test
    void likeTakesOneCharacterForAnUnderscore() {
        assertThat(FOLDING.evaluate(new Expression.Like(text("日本語"), "___", null)))
                .isEqualTo(Datum.TRUE);
        assertThat(FOLDING.evaluate(new Expression.Like(text("100%"), "100\\%", "\\")))
                .isEqualTo(Datum.TRUE);
        assertThat(FOLDING.evaluate(new Expression.Like(text("100x"), "100\\%", "\\")))
                .isEqualTo(Datum.FALSE);
        assertThat(FOLDING.evaluate(new Expression.Like(text("aaab"), "%a_b", null)))
                .isEqualTo(Datum.TRUE);
        fails(
                () -> FOLDING.evaluate(new Expression.Like(text("x"), "x!", "!")),
                ErrorCode.INVALID_PARAMETER,
                "must not end");
    }

    @Test
    void caseEvaluatesOnlyWhatARowReaches() {
        Expression zero = literal(Type.INTEGER, Datum.of(0));
        Expression one = literal(Type.INTEGER, Datum.of(1));
        Expression guarded = new Expression.Case(
                List.of(new Expression.Branch(
                        new Expression.Comparison(ComparisonOperator.NOT_EQUAL, zero, zero),
                        new Expression.Arithmetic(ArithmeticOperator.DIVIDE, one, zero, Type.INTEGER))),
                one,
                Type.INTEGER);
        assertThat(FOLDING.evaluate(guarded)).isEqualTo(Datum.of(1));
    }

    @Test
    void functionsKeepTheirEdges() {
        Expression date = literal(Type.DATE, Datum.of(18_321)); // 2020-02-29
        Expression year = literal(Type.INTEGER, Datum.of(12));
        assertThat(call(Function.ADD_MONTHS, Type.DATE, date, year)).isEqualTo(Datum.of(18_686)); // 2021-02-28
        assertThat(call(Function.EXTRACT_WEEK, Type.BIGINT, literal(Type.DATE, Datum.of(18_628))))
                .isEqualTo(Datum.of(53)); // 2021-01-01
        assertThat(call(Function.EXTRACT_DAY_OF_WEEK, Type.BIGINT, literal(Type.DATE, Datum.of(-4))))
                .isEqualTo(Datum.of(0)); // 1969-12-28, a Sunday
        assertThat(call(
                        Function.SUBSTRING,
                        Type.VARCHAR,
                        text("abc"),
                        literal(Type.INTEGER, Datum.of(-1)),
                        literal(Type.INTEGER, Datum.of(3))))
                .isEqualTo(Datum.of("a"));
        assertThat(call(Function.ROUND, Type.DOUBLE, literal(Type.DOUBLE, Datum.of(0.49999999999999994))))
                .isEqualTo(Datum.of(0.0));
        assertThat(call(Function.ROUND, Type.DOUBLE, literal(Type.DOUBLE, Datum.of(-2.5))))
                .isEqualTo(Datum.of(-3.0));
        fails(
                () -> call(Function.ABS, Type.INTEGER, literal(Type.INTEGER, Datum.of(Integer.MIN_VALUE))),
                ErrorCode.OUT_OF_RANGE,
                "ABS of -2147483648");
        fails(
                () -> call(Function.SQRT, Type.DOUBLE, literal(Type.DOUBLE, Datum.of(-1.0))),
                ErrorCode.OUT_OF_RANGE,
                "SQRT(-1)");
        fails(
                () -> call(
                        Function.SUBSTRING,
                        Type.VARCHAR,
                        text("abc"),
                        literal(Type.INTEGER, Datum.of(1)),
                        literal(Type.INTEGER, Datum.of(-1))),
                ErrorCode.INVALID_PARAMETER,
                "negative length -1");
    }

    @Test
    void substringTakesAnyPosition() {
        Expression first = literal(Type.BIGINT, Datum.of(Long.MIN_VALUE));
        Expression longest = literal(Type.BIGINT, Datum.of(Long.MAX_VALUE));
        assertThat(call(Function.SUBSTRING, Type.VARCHAR, text("abc"), first)).isEqualTo(Datum.of("abc"));
        assertThat(call(Function.SUBSTRING, Type.VARCHAR, text("abc"), first, longest))
                .isEqualTo(Datum.of(""));
        assertThat(call(Function.SUBSTRING, Type.VARCHAR, text("abc"), longest, longest))
                .isEqualTo(Datum.of(""));
    }
}
