package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Function;
import io.colonnade.core.function.Signature;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.core.type.Type.CharType;
import io.colonnade.planner.type.RegistryOperator;
import io.colonnade.planner.type.SecondsOperator;
import io.colonnade.planner.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// The functions of the registry and arithmetic with dates.
final class Functions {
    private final Folding folding;
    private final IntervalLowering intervals;

    Functions(Folding folding) {
        this.folding = folding;
        this.intervals = new IntervalLowering(folding);
    }

    Expression convert(
            RexCall call, List<RexNode> operands, java.util.function.Function<RexNode, Expression> converter) {
        if (call.getOperator() instanceof RegistryOperator operator) {
            return registered(operator, call, operands, converter);
        }
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "||" -> concatenation(operands, TypeMapping.fromCalcite(call.getType()), converter);
            // The convertlets write SQRT(x) as POWER(x, 0.5).
            case "POWER" -> reals(Function.POWER, operands, converter);
            case "EXTRACT" -> extract(operands, converter);
            case SecondsOperator.NAME -> seconds(converter.apply(operands.get(0)), converter.apply(operands.get(1)));
            case "INTERVAL", "INTERVAL_OF_DAYS" -> intervals.literal(converter.apply(operands.getFirst()));
            case "INTERVAL_TOTAL" ->
                new Call(Function.INTERVAL_TOTAL, List.of(converter.apply(operands.getFirst())), Type.decimal(38, 0));
            case "SERIES_LENGTH" ->
                new Call(
                        Function.SERIES_LENGTH,
                        List.of(to(converter.apply(operands.getFirst()), Type.DOUBLE)),
                        Type.BIGINT);
            case "AT TIME ZONE" -> intervals.atZone(converter.apply(operands.get(0)), converter.apply(operands.get(1)));
            case "AT LOCAL" -> intervals.atZone(converter.apply(operands.getFirst()), folding.zone());
            default -> throw EngineException.notSupported("the function " + name);
        };
    }

    /// A call of the registry: arguments become what the signature wants.
    private Expression registered(
            RegistryOperator operator,
            RexCall call,
            List<RexNode> operands,
            java.util.function.Function<RexNode, Expression> converter) {
        List<Expression> values = operands.stream().map(converter).toList();
        List<Signature.Argument> arguments =
                values.stream().map(Functions::argument).toList();
        Signature signature = operator.function().signature(arguments);
        if (signature == null || signature.kernel() == null) {
            throw EngineException.internal(operator.getName() + " of " + arguments);
        }
        List<Type> targets = signature.targets(arguments);
        List<Expression> fitted = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            fitted.add(to(values.get(i), targets.get(i)));
        }
        Type type = TypeMapping.fromCalcite(call.getType());
        return adjusted(signature.kernel(), fitted, type instanceof CharType ? Type.VARCHAR : type);
    }

    private static Signature.Argument argument(Expression value) {
        boolean isLiteral = value instanceof Literal;
        boolean isNull = value instanceof Literal literal && literal.value().isNull();
        return new Signature.Argument(
                isNull ? null : value.type(),
                isLiteral && !isNull && value.type().isString());
    }

    /// What the loops of the workers leave to the planner.
    private Expression adjusted(Function kernel, List<Expression> arguments, Type type) {
        Expression first = arguments.isEmpty() ? new Literal(Type.VARCHAR, Datum.NULL) : arguments.getFirst();
        return switch (kernel) {
            case FLOOR, CEIL -> first.type().isInteger() ? first : new Call(kernel, arguments, type);
            case DATE_TRUNC ->
                type.equals(Type.TIMESTAMP_TZ)
                        ? to(
                                folding.fold(new Call(
                                        kernel, List.of(first, to(arguments.get(1), Type.TIMESTAMP)), Type.TIMESTAMP)),
                                type)
                        : new Call(kernel, arguments, type);
            case ABS -> new Call(kernel, List.of(to(first, type)), type);
            case ROUND -> {
                Expression digits = arguments.size() > 1 ? arguments.get(1) : new Literal(Type.INTEGER, Datum.of(0));
                if (digits instanceof Literal literal && literal.value().isNull()) {
                    yield new Literal(type, Datum.NULL);
                }
                Function rounding = digits instanceof Literal ? kernel : Function.ROUND_TO;
                yield new Call(rounding, List.of(first, digits), type);
            }
            default -> new Call(kernel, arguments, type);
        };
    }

    Expression lower(Expression text) {
        return folding.fold(new Call(Function.LOWER, List.of(text), Type.VARCHAR));
    }

    private Expression to(Expression expression, Type type) {
        return folding.fold(Operands.cast(expression, type));
    }

    private Expression string(Expression expression) {
        return expression.type().isString() ? expression : folding.fold(new Cast(expression, Type.VARCHAR));
    }

    private Expression concatenation(
            List<RexNode> operands, Type type, java.util.function.Function<RexNode, Expression> converter) {
        return new Call(
                Function.CONCAT,
                operands.stream().map(converter).map(this::string).toList(),
                type);
    }

    private Expression reals(
            Function function, List<RexNode> operands, java.util.function.Function<RexNode, Expression> converter) {
        return new Call(
                function,
                operands.stream()
                        .map(converter)
                        .map(argument -> to(argument, Type.DOUBLE))
                        .toList(),
                Type.DOUBLE);
    }

    private Expression extract(List<RexNode> operands, java.util.function.Function<RexNode, Expression> converter) {
        TimeUnitRange unit = ((RexLiteral) operands.get(0)).getValueAs(TimeUnitRange.class);
        if (unit == null) {
            throw EngineException.notSupported("this EXTRACT");
        }
        @Nullable
        Function loop = switch (unit) {
            case YEAR -> Function.EXTRACT_YEAR;
            case QUARTER -> Function.EXTRACT_QUARTER;
            case MONTH -> Function.EXTRACT_MONTH;
            case WEEK -> Function.EXTRACT_WEEK;
            case DAY -> Function.EXTRACT_DAY;
            case DOW -> Function.EXTRACT_DAY_OF_WEEK;
            case DOY -> Function.EXTRACT_DAY_OF_YEAR;
            case HOUR -> Function.EXTRACT_HOUR;
            case MINUTE -> Function.EXTRACT_MINUTE;
            case SECOND -> Function.EXTRACT_SECOND;
            default -> null;
        };
        Function function = loop == null ? Function.EXTRACT_FIELD : loop;
        Expression argument = converter.apply(operands.get(1));
        boolean isTime = function == Function.EXTRACT_HOUR
                || function == Function.EXTRACT_MINUTE
                || function == Function.EXTRACT_SECOND;
        if (argument.type().equals(Type.TIMESTAMP_TZ)) {
            argument = to(argument, Type.TIMESTAMP);
        }
        if (!argument.type().equals(Type.DATE) && !argument.type().equals(Type.TIMESTAMP)) {
            boolean fits = argument.type().equals(Type.INTERVAL) && isOfInterval(function)
                    || argument.type().equals(Type.TIME) && isTime;
            if (!fits) {
                throw new EngineException(
                        ErrorCode.TYPE_MISMATCH,
                        function.sqlName() + " of " + argument.type().sql() + " is not possible");
            }
        }
        if (isTime && argument.type().equals(Type.DATE)) {
            argument = to(argument, Type.TIMESTAMP);
        }
        if (function == Function.EXTRACT_FIELD) {
            Literal field = new Literal(Type.VARCHAR, Datum.of(unit.name()));
            return new Call(function, List.of(field, to(argument, Type.TIMESTAMP)), Type.BIGINT);
        }
        return new Call(function, List.of(argument), Type.BIGINT);
    }

    private Expression seconds(Expression field, Expression argument) {
        Expression of = argument.type().equals(Type.DATE) || argument.type().equals(Type.TIMESTAMP_TZ)
                ? to(argument, secondsOf(field, argument.type()))
                : argument;
        boolean isKnown = of.type().equals(Type.TIMESTAMP)
                || of.type().equals(Type.TIMESTAMP_TZ)
                || of.type().equals(Type.TIME)
                || of.type().equals(Type.INTERVAL);
        if (!isKnown) {
            throw new EngineException(
                    ErrorCode.TYPE_MISMATCH, "EXTRACT of " + argument.type().sql() + " is not possible");
        }
        return new Call(Function.EXTRACT_SECONDS, List.of(field, of), SecondsOperator.TYPE);
    }

    /// The epoch of a moment is that of UTC, its seconds those of the session's clocks.
    private static Type secondsOf(Expression field, Type type) {
        boolean isEpoch = field instanceof Literal literal && literal.value().equals(Datum.of("EPOCH"));
        return isEpoch && type.equals(Type.TIMESTAMP_TZ) ? type : Type.TIMESTAMP;
    }

    private static boolean isOfInterval(Function field) {
        return field != Function.EXTRACT_FIELD
                && field != Function.EXTRACT_WEEK
                && field != Function.EXTRACT_DAY_OF_WEEK
                && field != Function.EXTRACT_DAY_OF_YEAR;
    }

    boolean isDateArithmetic(RexCall call) {
        return call.getOperands().stream().anyMatch(operand -> {
            SqlTypeName name = operand.getType().getSqlTypeName();
            return SqlTypeName.INTERVAL_TYPES.contains(name) || SqlTypeName.DATETIME_TYPES.contains(name);
        });
    }

    /// Dates, times and intervals added or, with `sign` -1, subtracted.
    Expression dateArithmetic(RexCall call, int sign, java.util.function.Function<RexNode, Expression> converter) {
        if (call.getOperands().size() != 2) {
            throw EngineException.notSupported("this arithmetic with dates");
        }
        Expression left = converter.apply(call.getOperands().get(0));
        Expression right = converter.apply(call.getOperands().get(1));
        return intervals.sum(left, right, sign, TypeMapping.fromCalcite(call.getType()));
    }

    /// An interval times, or divided by, a number.
    Expression scaled(Function function, RexCall call, java.util.function.Function<RexNode, Expression> converter) {
        Expression left = converter.apply(call.getOperands().get(0));
        Expression right = converter.apply(call.getOperands().get(1));
        boolean swapped = function == Function.INTERVAL_MULTIPLY && !left.type().equals(Type.INTERVAL);
        return intervals.scaled(function, swapped ? right : left, swapped ? left : right);
    }
}
