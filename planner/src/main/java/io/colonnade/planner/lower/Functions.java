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
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.core.type.Type.DecimalType;
import io.colonnade.planner.type.TypeMapping;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlTrimFunction;
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
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        Type type = TypeMapping.fromCalcite(call.getType());
        return switch (name) {
            case "LOWER" -> strings(Function.LOWER, operands, type, converter);
            case "UPPER" -> strings(Function.UPPER, operands, type, converter);
            case "CHAR_LENGTH", "CHARACTER_LENGTH", "LENGTH" ->
                strings(Function.CHAR_LENGTH, operands, Type.INTEGER, converter);
            case "SUBSTRING", "SUBSTR" -> substring(operands, type, converter);
            case "TRIM" -> trim(operands, type, converter);
            case "LTRIM" -> strings(Function.LTRIM, operands, type, converter);
            case "RTRIM" -> strings(Function.RTRIM, operands, type, converter);
            case "||", "CONCAT" -> strings(Function.CONCAT, operands, type, converter);
            case "POSITION" -> strings(Function.POSITION, operands, Type.INTEGER, converter);
            case "STRPOS" -> strings(Function.POSITION, operands.reversed(), Type.INTEGER, converter);
            case "REPLACE" -> strings(Function.REPLACE, operands, type, converter);
            case "ABS" -> new Call(Function.ABS, List.of(to(converter.apply(operands.get(0)), type)), type);
            case "FLOOR" -> rounding(Function.FLOOR, operands, converter);
            case "CEIL" -> rounding(Function.CEIL, operands, converter);
            case "ROUND" -> round(operands, type, converter);
            case "SQRT" -> reals(Function.SQRT, operands, converter);
            case "POWER" -> {
                // Calcite writes SQRT(x) as POWER(x, 0.5).
                yield reals(Function.POWER, operands, converter);
            }
            case "LN" -> reals(Function.LN, operands, converter);
            case "EXP" -> reals(Function.EXP, operands, converter);
            case "EXTRACT" -> extract(operands, converter);
            default -> throw EngineException.notSupported("the function " + name);
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

    private Expression strings(
            Function function,
            List<RexNode> operands,
            Type type,
            java.util.function.Function<RexNode, Expression> converter) {
        if (operands.size() < function.argumentsMin() || operands.size() > function.argumentsMax()) {
            throw EngineException.notSupported(function.sqlName() + " with " + operands.size() + " arguments");
        }
        return new Call(
                function, operands.stream().map(converter).map(this::string).toList(), type);
    }

    private Expression substring(
            List<RexNode> operands, Type type, java.util.function.Function<RexNode, Expression> converter) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(string(converter.apply(operands.get(0))));
        for (RexNode operand : operands.subList(1, operands.size())) {
            arguments.add(to(converter.apply(operand), Type.INTEGER));
        }
        return new Call(Function.SUBSTRING, arguments, type);
    }

    private Expression trim(
            List<RexNode> operands, Type type, java.util.function.Function<RexNode, Expression> converter) {
        SqlTrimFunction.Flag flag = ((RexLiteral) operands.get(0)).getValueAs(SqlTrimFunction.Flag.class);
        boolean blanks = converter.apply(operands.get(1)) instanceof Literal literal
                && literal.value() instanceof Datum.Text text
                && text.value().equals(" ");
        if (flag == null || !blanks) {
            throw EngineException.notSupported("TRIM of anything but blanks");
        }
        Function function = switch (flag) {
            case BOTH -> Function.TRIM;
            case LEADING -> Function.LTRIM;
            case TRAILING -> Function.RTRIM;
        };
        return new Call(function, List.of(string(converter.apply(operands.get(2)))), type);
    }

    private Expression rounding(
            Function function, List<RexNode> operands, java.util.function.Function<RexNode, Expression> converter) {
        Expression argument = converter.apply(operands.get(0));
        if (operands.size() != 1 || !argument.type().isNumeric()) {
            throw EngineException.notSupported(function.sqlName() + " of a date");
        }
        if (argument.type().isInteger()) {
            return argument;
        }
        Type type = argument.type() instanceof DecimalType decimal
                ? Type.decimal(Math.min(38, Math.max(1, decimal.precision() - decimal.scale() + 1)), 0)
                : argument.type();
        return new Call(function, List.of(argument), type);
    }

    private Expression round(
            List<RexNode> operands, Type type, java.util.function.Function<RexNode, Expression> converter) {
        Expression argument = converter.apply(operands.get(0));
        Expression digits = operands.size() > 1
                ? to(converter.apply(operands.get(1)), Type.INTEGER)
                : new Literal(Type.INTEGER, Datum.of(0));
        if (!(digits instanceof Literal)) {
            throw EngineException.notSupported("ROUND to digits that are not a constant");
        }
        Type rounded = type instanceof DecimalType ? type : argument.type();
        return new Call(Function.ROUND, List.of(argument, digits), rounded);
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
