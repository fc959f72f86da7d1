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
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Every operator, function and cast with every type it is defined for.
public final class Operations {
    private static final List<Type> TYPES = RandomValues.TYPES;
    private static final List<Type> INTEGERS = List.of(Type.TINYINT, Type.SMALLINT, Type.INTEGER, Type.BIGINT);
    private static final List<Type> DECIMALS = List.of(
            Type.decimal(5, 2),
            Type.decimal(15, 2),
            Type.decimal(18, 0),
            Type.decimal(18, 18),
            Type.decimal(19, 3),
            Type.decimal(30, 4),
            Type.decimal(38, 0),
            Type.decimal(38, 10));
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata");
    private static final List<Type> STRINGS = List.of(Type.VARCHAR, new Type.VarcharType(6), new Type.CharType(8));

    private final List<Operation> all = new ArrayList<>();

    private Operations() {}

    public static List<Operation> all() {
        Operations operations = new Operations();
        operations.comparisons();
        operations.logic();
        operations.arithmetic();
        operations.casts();
        for (Function function : Function.values()) {
            operations.calls(function);
        }
        return operations.all;
    }

    private void add(String name, List<Type> operands, Operation.Make make) {
        all.add(Operation.of(name + " " + operands, operands, make));
    }

    private void comparisons() {
        List<List<Type>> pairs = new ArrayList<>();
        TYPES.forEach(type -> pairs.add(List.of(type, type)));
        // The same but for their lengths.
        pairs.add(List.of(Type.VARCHAR, new Type.CharType(8)));
        pairs.add(List.of(new Type.VarcharType(6), Type.VARCHAR));
        pairs.add(List.of(Type.decimal(5, 2), Type.decimal(15, 2)));
        for (ComparisonOperator operator : ComparisonOperator.values()) {
            for (List<Type> pair : pairs) {
                add(
                        operator.sql(),
                        pair,
                        (in, random, values) -> new Expression.Comparison(operator, in.get(0), in.get(1)));
            }
        }
        for (Type type : TYPES) {
            add("IN", List.of(type), (in, random, values) -> {
                int size = random.nextInt(4) == 0 ? 30 : random.nextInt(1, 5);
                List<Datum> list = IntStream.range(0, size)
                        .mapToObj(i -> values.value(type))
                        .toList();
                return new Expression.InList(in.getFirst(), list);
            });
        }
        for (Type type : STRINGS) {
            add("LIKE", List.of(type), (in, random, values) -> {
                String pattern = RandomExpressions.PATTERNS[random.nextInt(RandomExpressions.PATTERNS.length)];
                return new Expression.Like(in.getFirst(), pattern, random.nextBoolean() ? "!" : null);
            });
        }
    }

    private void logic() {
        for (Type type : TYPES) {
            add("IS NULL", List.of(type), (in, random, values) -> new Expression.IsNull(in.getFirst()));
            add(
                    "CASE",
                    List.of(Type.BOOLEAN, type, Type.BOOLEAN, type, type),
                    (in, random, values) -> new Expression.Case(
                            List.of(
                                    new Expression.Branch(in.get(0), in.get(1)),
                                    new Expression.Branch(in.get(2), in.get(3))),
                            in.get(4),
                            type));
        }
        add("NOT", List.of(Type.BOOLEAN), (in, random, values) -> new Expression.Not(in.getFirst()));
        for (LogicalOperator operator : LogicalOperator.values()) {
            for (int terms = 2; terms <= 4; terms++) {
                add(
                        operator.name(),
                        IntStream.range(0, terms).mapToObj(i -> Type.BOOLEAN).toList(),
                        (in, random, values) -> new Expression.Logical(operator, in));
            }
        }
    }

    private void arithmetic() {
        List<Type> own = new ArrayList<>(INTEGERS);
        own.add(Type.REAL);
        own.add(Type.DOUBLE);
        for (ArithmeticOperator operator : ArithmeticOperator.values()) {
            for (Type type : own) {
                arithmetic(operator, type, type, type);
            }
            int turn = operator.ordinal();
            for (Type left : DECIMALS) {
                for (Type right : DECIMALS) {
                    arithmetic(operator, left, right, DECIMALS.get(turn++ * 5 % DECIMALS.size()));
                    arithmetic(operator, left, right, Type.decimal(38, 6));
                }
            }
        }
    }

    private void arithmetic(ArithmeticOperator operator, Type left, Type right, Type result) {
        add(
                operator.sql(),
                List.of(left, right),
                (in, random, values) -> new Expression.Arithmetic(operator, in.get(0), in.get(1), result));
    }

    private void casts() {
        for (Type from : TYPES) {
            for (Type to : TYPES) {
                if (isCast(from, to)) {
                    @Nullable Type parsed = from.isString() ? to : null;
                    all.add(new Operation(
                            "CAST " + from.sql() + " AS " + to.sql(),
                            List.of(from),
                            parsed,
                            (in, random, values) -> new Expression.Cast(in.getFirst(), to)));
                }
            }
        }
    }

    /// Whether there is a cast; those of moments are functions that have a zone.
    static boolean isCast(Type from, Type to) {
        if (from.equals(Type.TIMESTAMP_TZ) || to.equals(Type.TIMESTAMP_TZ)) {
            return false;
        }
        boolean timeLike = from.equals(Type.DATE) || from.equals(Type.TIMESTAMP);
        return from.isString()
                || to.isString()
                || from.equals(to)
                || from.isNumeric() && to.isNumeric()
                || from.equals(Type.BOOLEAN) && to.isInteger()
                || from.isInteger() && to.equals(Type.BOOLEAN)
                || timeLike && (to.equals(Type.DATE) || to.equals(Type.TIMESTAMP))
                || from.equals(Type.TIMESTAMP) && to.equals(Type.TIME)
                || from.equals(Type.TIME) && to.equals(Type.INTERVAL)
                || from.equals(Type.INTERVAL) && to.equals(Type.TIME);
    }

    private void call(Function function, Type result, Type... operands) {
        add(function.name(), List.of(operands), (in, random, values) -> new Expression.Call(function, in, result));
    }

    private void calls(Function function) {
        switch (function) {
            case LOWER, UPPER, TRIM, LTRIM, RTRIM -> STRINGS.forEach(type -> call(function, Type.VARCHAR, type));
            case CHAR_LENGTH -> STRINGS.forEach(type -> call(function, Type.INTEGER, type));
            case CONCAT -> STRINGS.forEach(a -> STRINGS.forEach(b -> call(function, Type.VARCHAR, a, b)));
            case POSITION -> STRINGS.forEach(a -> STRINGS.forEach(b -> call(function, Type.INTEGER, a, b)));
            case REPLACE -> STRINGS.forEach(type -> call(function, Type.VARCHAR, Type.VARCHAR, type, type));
            case SUBSTRING -> {
                for (Type type : STRINGS) {
                    for (Type at : INTEGERS.subList(2, 4)) {
                        call(function, Type.VARCHAR, type, at);
                        call(function, Type.VARCHAR, type, at, at);
                    }
                }
            }
            case ABS -> numbers().forEach(type -> call(function, type, type));
            case FLOOR, CEIL ->
                numbers().forEach(type -> {
                    call(function, type, type);
                    if (type instanceof Type.DecimalType d) {
                        call(function, Type.decimal(d.precision(), 0), type);
                    }
                });
            case ROUND -> numbers().forEach(this::round);
            case SQRT, LN, EXP -> call(function, Type.DOUBLE, Type.DOUBLE);
            case POWER -> call(function, Type.DOUBLE, Type.DOUBLE, Type.DOUBLE);
            case EXTRACT_YEAR, EXTRACT_QUARTER, EXTRACT_MONTH, EXTRACT_WEEK, EXTRACT_DAY, EXTRACT_DAY_OF_WEEK -> {
                call(function, Type.BIGINT, Type.DATE);
                call(function, Type.BIGINT, Type.TIMESTAMP);
            }
            case EXTRACT_DAY_OF_YEAR -> {
                call(function, Type.BIGINT, Type.DATE);
                call(function, Type.BIGINT, Type.TIMESTAMP);
            }
            case EXTRACT_HOUR, EXTRACT_MINUTE, EXTRACT_SECOND -> call(function, Type.BIGINT, Type.TIMESTAMP);
            case ADD_DAYS -> call(function, Type.DATE, Type.DATE, Type.INTEGER);
            case ADD_MONTHS -> {
                call(function, Type.DATE, Type.DATE, Type.INTEGER);
                call(function, Type.TIMESTAMP, Type.TIMESTAMP, Type.INTEGER);
            }
            case ADD_MICROS -> call(function, Type.TIMESTAMP, Type.TIMESTAMP, Type.BIGINT);
            case DIFF_DAYS -> call(function, Type.INTEGER, Type.DATE, Type.DATE);
            case LIKE_PATTERN -> call(function, Type.BOOLEAN, Type.VARCHAR, Type.VARCHAR);
            case EXTRACT_SECONDS -> {
                for (String field : List.of("EPOCH", "SECOND")) {
                    for (Type type : List.of(Type.TIMESTAMP, Type.TIME, Type.INTERVAL)) {
                        add(
                                "EXTRACT " + field + " of " + type.sql(),
                                List.of(type),
                                (in, random, values) -> new Expression.Call(
                                        function,
                                        List.of(new Expression.Literal(Type.VARCHAR, Datum.of(field)), in.getFirst()),
                                        Type.decimal(18, 6)));
                    }
                }
            }
            case EXTRACT_FIELD ->
                add(
                        "EXTRACT of the epoch",
                        List.of(Type.TIMESTAMP),
                        (in, random, values) -> new Expression.Call(
                                function,
                                List.of(new Expression.Literal(Type.VARCHAR, Datum.of("EPOCH")), in.getFirst()),
                                Type.BIGINT));
            case ROUND_TO -> numbers().forEach(type -> call(function, type, type, Type.INTEGER));
            case TO_MOMENT -> inZones(function, Type.TIMESTAMP_TZ, Type.TIMESTAMP);
            case TO_LOCAL -> inZones(function, Type.TIMESTAMP, Type.TIMESTAMP_TZ);
            case PARSE_MOMENT -> inZones(function, Type.TIMESTAMP_TZ, Type.VARCHAR);
            case MOMENT_TEXT -> inZones(function, Type.VARCHAR, Type.TIMESTAMP_TZ);
            case ADD_INTERVAL -> {
                call(function, Type.TIME, Type.TIME, Type.INTERVAL);
                call(function, Type.TIMESTAMP, Type.TIMESTAMP, Type.INTERVAL);
                inZones(function, Type.TIMESTAMP_TZ, Type.TIMESTAMP_TZ, Type.INTERVAL);
            }
            case INTERVAL_BETWEEN -> {
                for (Type type : List.of(Type.TIME, Type.TIMESTAMP, Type.TIMESTAMP_TZ)) {
                    call(function, Type.INTERVAL, type, type);
                }
            }
            case INTERVAL_SUM -> call(function, Type.INTERVAL, Type.INTERVAL, Type.INTERVAL);
            case INTERVAL_NEGATE -> call(function, Type.INTERVAL, Type.INTERVAL);
            case INTERVAL_MULTIPLY, INTERVAL_DIVIDE -> call(function, Type.INTERVAL, Type.INTERVAL, Type.DOUBLE);
            case INTERVAL_TOTAL -> call(function, Type.decimal(38, 0), Type.INTERVAL);
            case INTERVAL_MONTHS, INTERVAL_DAYS -> call(function, Type.INTEGER, Type.INTERVAL);
            case INTERVAL_MICROS -> call(function, Type.BIGINT, Type.INTERVAL);
            case INTERVAL_OF -> call(function, Type.INTERVAL, Type.BIGINT, Type.BIGINT, Type.decimal(38, 0));
            case SERIES_LENGTH -> call(function, Type.BIGINT, Type.DOUBLE);
            default -> SignatureOperations.of(function).forEach(all::add);
        }
    }

    /// Functions that only a statement has an answer for: they are in no operation.
    public static Set<Function> ofStatements() {
        return SignatureOperations.OF_STATEMENTS;
    }

    private void inZones(Function function, Type result, Type... operands) {
        add(function.name() + " in a zone", List.of(operands), (in, random, values) -> {
            String zone = ZONES.get(random.nextInt(ZONES.size()));
            List<Expression> arguments = new ArrayList<>(in);
            arguments.add(new Expression.Literal(Type.VARCHAR, Datum.of(zone)));
            return new Expression.Call(function, arguments, result);
        });
    }

    private static List<Type> numbers() {
        List<Type> numbers = new ArrayList<>(INTEGERS);
        numbers.addAll(DECIMALS);
        numbers.add(Type.REAL);
        numbers.add(Type.DOUBLE);
        return numbers;
    }

    private void round(Type type) {
        call(Function.ROUND, type, type);
        add("ROUND to", List.of(type), (in, random, values) -> {
            int digits = random.nextInt(4) == 0 ? random.nextInt(-40, 41) : random.nextInt(-3, 5);
            Expression literal = new Expression.Literal(Type.INTEGER, Datum.of(digits));
            return new Expression.Call(Function.ROUND, List.of(in.getFirst(), literal), type);
        });
    }
}
