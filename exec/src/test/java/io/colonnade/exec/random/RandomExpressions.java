package io.colonnade.exec.random;

import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Random well-typed expressions over columns of given types.
public final class RandomExpressions {
    static final String[] PATTERNS = {
        "%",
        "a%",
        "%a",
        "%a%",
        "A_IA",
        "MFGR#1%",
        "_",
        "__",
        "%bytes%more%",
        "%of%",
        "ä_ü",
        "%_x",
        "%",
        "a%e%s",
        "naïve!%!_x",
        "",
        "12%",
        "%日%",
        "a string of more than twelve bytes",
        "%😀%",
        "_😀_%",
        "prefix-%",
        "prefix%1",
        "twelve byte_",
        "%twelve bytes",
        "%yzyz_"
    };
    private static final List<Type> DECIMALS = List.of(
            Type.decimal(5, 2), Type.decimal(15, 2), Type.decimal(18, 0), Type.decimal(30, 4), Type.decimal(38, 10));

    private final Random random;
    private final RandomValues values;
    private final List<Type> columns;

    public RandomExpressions(Random random, RandomValues values, List<Type> columns) {
        this.random = random;
        this.values = values;
        this.columns = columns;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    public Expression expression(Type type, int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return leaf(type);
        }
        if (random.nextInt(8) == 0) {
            return caseOf(type, depth);
        }
        if (random.nextInt(6) == 0) {
            return cast(type, depth);
        }
        return switch (type) {
            case Type.BooleanType t -> condition(depth);
            case Type.TinyintType t -> integer(type, depth);
            case Type.SmallintType t -> integer(type, depth);
            case Type.IntegerType t -> integer(type, depth);
            case Type.BigintType t -> integer(type, depth);
            case Type.RealType t ->
                new Expression.Arithmetic(operator(), expression(type, depth - 1), expression(type, depth - 1), type);
            case Type.DoubleType t -> real(depth);
            case Type.DecimalType t -> decimal(t, depth);
            case Type.CharType t -> leaf(type);
            case Type.VarcharType t when t.length() < 100 -> leaf(type);
            case Type.VarcharType t -> text(depth);
            case Type.DateType t -> date(depth);
            case Type.TimeType t -> leaf(type);
            case Type.TimestampType t -> timestamp(depth);
            case Type.ZonedTimestampType t -> leaf(type);
            case Type.IntervalType t -> leaf(type);
        };
    }

    private Expression leaf(Type type) {
        List<Integer> fitting = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).equals(type))
                .boxed()
                .toList();
        if (!fitting.isEmpty() && random.nextInt(4) > 0) {
            return new Expression.ColumnReference(one(fitting), type);
        }
        return literal(type);
    }

    private Expression literal(Type type) {
        return new Expression.Literal(type, random.nextInt(12) == 0 ? Datum.NULL : values.value(type));
    }

    private Expression caseOf(Type type, int depth) {
        List<Expression.Branch> branches = new ArrayList<>();
        for (int i = random.nextInt(1, 3); i > 0; i--) {
            branches.add(new Expression.Branch(condition(depth - 1), expression(type, depth - 1)));
        }
        return new Expression.Case(branches, expression(type, depth - 1), type);
    }

    private Expression cast(Type to, int depth) {
        Type from = values.type();
        return Operations.isCast(from, to) ? new Expression.Cast(expression(from, depth - 1), to) : leaf(to);
    }

    public Expression condition(int depth) {
        if (depth == 0) {
            return leaf(Type.BOOLEAN);
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Expression.Logical(one(List.of(LogicalOperator.values())), terms(depth));
            case 2 -> new Expression.Not(condition(depth - 1));
            case 3 -> new Expression.IsNull(expression(values.type(), depth - 1));
            case 4 -> {
                Type type = one(List.of(Type.VARCHAR, new Type.CharType(8)));
                yield new Expression.Like(expression(type, depth - 1), PATTERNS[random.nextInt(PATTERNS.length)], "!");
            }
            case 5, 6 -> inList(depth);
            default -> comparison(depth);
        };
    }

    private List<Expression> terms(int depth) {
        return IntStream.range(0, random.nextInt(2, 4))
                .mapToObj(i -> condition(depth - 1))
                .toList();
    }

    private Expression inList(int depth) {
        Type type = values.type();
        int size = random.nextInt(4) == 0 ? 30 : random.nextInt(1, 5);
        List<Datum> list =
                IntStream.range(0, size).mapToObj(i -> values.value(type)).toList();
        return new Expression.InList(random.nextBoolean() ? leaf(type) : expression(type, depth - 1), list);
    }

    private Expression comparison(int depth) {
        Type type = columns.isEmpty() || random.nextBoolean() ? values.type() : one(columns);
        ComparisonOperator operator = one(List.of(ComparisonOperator.values()));
        // Columns beside constants are what the tests on encoded forms are for.
        Expression left = random.nextBoolean() ? leaf(type) : expression(type, depth - 1);
        Expression right = random.nextBoolean() ? literal(type) : expression(type, depth - 1);
        return random.nextInt(4) == 0
                ? new Expression.Comparison(operator, right, left)
                : new Expression.Comparison(operator, left, right);
    }

    private ArithmeticOperator operator() {
        return one(List.of(ArithmeticOperator.values()));
    }

    private Expression call(Function function, Type type, Expression... arguments) {
        return new Expression.Call(function, List.of(arguments), type);
    }

    private Expression digits(int low, int high) {
        return new Expression.Literal(Type.INTEGER, Datum.of(random.nextInt(low, high)));
    }

    private Expression integer(Type type, int depth) {
        int inner = depth - 1;
        return switch (random.nextInt(6)) {
            case 0 -> call(Function.ABS, type, expression(type, inner));
            case 1 -> call(Function.ROUND, type, expression(type, inner), digits(-6, 3));
            case 2 -> type.equals(Type.INTEGER) ? count(inner) : leaf(type);
            case 3 -> type.equals(Type.BIGINT) ? extract(inner) : leaf(type);
            default -> new Expression.Arithmetic(operator(), expression(type, inner), expression(type, inner), type);
        };
    }

    private Expression count(int depth) {
        Type type = Type.INTEGER;
        return switch (random.nextInt(3)) {
            case 0 -> call(Function.CHAR_LENGTH, type, expression(Type.VARCHAR, depth));
            case 1 -> call(Function.POSITION, type, expression(Type.VARCHAR, depth), expression(Type.VARCHAR, depth));
            default -> call(Function.DIFF_DAYS, type, expression(Type.DATE, depth), expression(Type.DATE, depth));
        };
    }

    private Expression extract(int depth) {
        List<Function> ofDay = List.of(
                Function.EXTRACT_YEAR,
                Function.EXTRACT_QUARTER,
                Function.EXTRACT_MONTH,
                Function.EXTRACT_WEEK,
                Function.EXTRACT_DAY,
                Function.EXTRACT_DAY_OF_WEEK,
                Function.EXTRACT_DAY_OF_YEAR);
        List<Function> ofTime = List.of(Function.EXTRACT_HOUR, Function.EXTRACT_MINUTE, Function.EXTRACT_SECOND);
        return switch (random.nextInt(3)) {
            case 0 -> call(one(ofDay), Type.BIGINT, expression(Type.DATE, depth));
            case 1 -> call(one(ofDay), Type.BIGINT, expression(Type.TIMESTAMP, depth));
            default -> call(one(ofTime), Type.BIGINT, expression(Type.TIMESTAMP, depth));
        };
    }

    private Expression real(int depth) {
        int inner = depth - 1;
        Type type = Type.DOUBLE;
        return switch (random.nextInt(9)) {
            case 0 -> call(Function.SQRT, type, expression(type, inner));
            case 1 -> call(Function.LN, type, expression(type, inner));
            case 2 -> call(Function.EXP, type, expression(type, inner));
            case 3 -> call(Function.POWER, type, expression(type, inner), expression(type, inner));
            case 4 -> call(one(List.of(Function.ABS, Function.FLOOR, Function.CEIL)), type, expression(type, inner));
            case 5 -> call(Function.ROUND, type, expression(type, inner), digits(-2, 4));
            default -> new Expression.Arithmetic(operator(), expression(type, inner), expression(type, inner), type);
        };
    }

    private Expression decimal(Type.DecimalType type, int depth) {
        int inner = depth - 1;
        return switch (random.nextInt(8)) {
            case 0 -> call(Function.ABS, type, expression(type, inner));
            case 1 -> call(one(List.of(Function.FLOOR, Function.CEIL)), type, expression(type, inner));
            case 2 -> call(Function.ROUND, type, expression(type, inner), digits(-3, type.scale() + 1));
            default ->
                new Expression.Arithmetic(
                        operator(), expression(one(DECIMALS), inner), expression(one(DECIMALS), inner), type);
        };
    }

    private Expression text(int depth) {
        int inner = depth - 1;
        Type type = Type.VARCHAR;
        Expression value = expression(type, inner);
        return switch (random.nextInt(7)) {
            case 0 -> call(one(List.of(Function.LOWER, Function.UPPER)), type, value);
            case 1 -> call(one(List.of(Function.TRIM, Function.LTRIM, Function.RTRIM)), type, value);
            case 2 -> call(Function.CONCAT, type, value, expression(type, inner));
            case 3 -> call(Function.REPLACE, type, value, expression(type, inner), leaf(type));
            case 4 -> call(Function.SUBSTRING, type, value, expression(Type.INTEGER, inner));
            default -> call(Function.SUBSTRING, type, value, digits(-3, 8), expression(Type.INTEGER, inner));
        };
    }

    private Expression date(int depth) {
        Function function = random.nextBoolean() ? Function.ADD_DAYS : Function.ADD_MONTHS;
        return call(function, Type.DATE, expression(Type.DATE, depth - 1), expression(Type.INTEGER, depth - 1));
    }

    private Expression timestamp(int depth) {
        Expression time = expression(Type.TIMESTAMP, depth - 1);
        return random.nextBoolean()
                ? call(Function.ADD_MICROS, Type.TIMESTAMP, time, expression(Type.BIGINT, depth - 1))
                : call(Function.ADD_MONTHS, Type.TIMESTAMP, time, expression(Type.INTEGER, depth - 1));
    }
}
