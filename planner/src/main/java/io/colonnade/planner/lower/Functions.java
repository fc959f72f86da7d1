package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Arithmetic;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Function;
import io.colonnade.core.function.Signature;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.core.type.Type.CharType;
import io.colonnade.planner.type.RegistryOperator;
import io.colonnade.planner.type.TypeMapping;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/// The functions of the registry and arithmetic with dates.
final class Functions {
    private static final long MILLIS_PER_DAY = 86_400_000;

    private final Folding folding;

    Functions(Folding folding) {
        this.folding = folding;
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
            case ABS -> new Call(kernel, List.of(to(first, type)), type);
            case ROUND -> {
                Expression digits = arguments.size() > 1 ? arguments.get(1) : integer(0);
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
        Function function = switch (unit) {
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
            default -> throw EngineException.notSupported("EXTRACT of " + unit);
        };
        Expression argument = converter.apply(operands.get(1));
        boolean isTime = function == Function.EXTRACT_HOUR
                || function == Function.EXTRACT_MINUTE
                || function == Function.EXTRACT_SECOND;
        if (!argument.type().equals(Type.DATE) && !argument.type().equals(Type.TIMESTAMP)) {
            throw new EngineException(
                    ErrorCode.TYPE_MISMATCH,
                    "EXTRACT needs a DATE or TIMESTAMP, not " + argument.type().sql());
        }
        if (isTime && argument.type().equals(Type.DATE)) {
            argument = to(argument, Type.TIMESTAMP);
        }
        return new Call(function, List.of(argument), Type.BIGINT);
    }

    boolean isDateArithmetic(RexCall call) {
        return call.getOperands().stream().anyMatch(operand -> {
            SqlTypeName name = operand.getType().getSqlTypeName();
            return SqlTypeName.INTERVAL_TYPES.contains(name)
                    || name == SqlTypeName.DATE
                    || name == SqlTypeName.TIMESTAMP;
        });
    }

    /// A date or timestamp plus or minus a constant interval.
    Expression dateArithmetic(RexCall call, int sign, java.util.function.Function<RexNode, Expression> converter) {
        RexNode first = call.getOperands().get(0);
        RexNode second = call.getOperands().get(1);
        boolean intervalFirst =
                SqlTypeName.INTERVAL_TYPES.contains(first.getType().getSqlTypeName());
        RexNode interval = intervalFirst ? first : second;
        Expression date = converter.apply(intervalFirst ? second : first);
        if (SqlTypeUtil.isIntType(interval.getType())) {
            Expression days = to(converter.apply(interval), Type.INTEGER);
            Expression signed = sign > 0 ? days : negative(days);
            return new Call(Function.ADD_DAYS, List.of(date, signed), Type.DATE);
        }
        if (sign < 0
                && interval.getType().getSqlTypeName() == SqlTypeName.DATE
                && date.type().equals(Type.DATE)) {
            return new Call(Function.DIFF_DAYS, List.of(date, converter.apply(interval)), Type.INTEGER);
        }
        if (!(interval instanceof RexLiteral literal)
                || !Literals.isInterval(literal)
                || call.getOperands().size() != 2) {
            throw EngineException.notSupported("this arithmetic with dates");
        }
        BigDecimal amount = literal.getValueAs(BigDecimal.class);
        if (amount == null) {
            return new Literal(date.type(), Datum.NULL);
        }
        long value = Math.multiplyExact(amount.longValueExact(), sign);
        if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(literal.getTypeName())) {
            return new Call(Function.ADD_MONTHS, List.of(date, integer(value)), date.type());
        }
        if (date.type().equals(Type.DATE) && value % MILLIS_PER_DAY == 0) {
            return new Call(Function.ADD_DAYS, List.of(date, integer(value / MILLIS_PER_DAY)), Type.DATE);
        }
        Expression timestamp = to(date, Type.TIMESTAMP);
        Literal micros = new Literal(Type.BIGINT, Datum.of(Math.multiplyExact(value, 1000)));
        return new Call(Function.ADD_MICROS, List.of(timestamp, micros), Type.TIMESTAMP);
    }

    private Expression negative(Expression days) {
        return folding.fold(new Arithmetic(ArithmeticOperator.SUBTRACT, integer(0), days, Type.INTEGER));
    }

    private static Literal integer(long value) {
        return new Literal(Type.INTEGER, Datum.of(Math.toIntExact(value)));
    }
}
