package io.colonnade.planner;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Arithmetic;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Function;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.time.DateTimeException;
import java.time.LocalDate;

/// Computes the few constants that the tests of this module write; the workers' own is in another module.
final class FakeEvaluator implements ConstantEvaluator {
    @Override
    public Datum evaluate(Expression expression) {
        return switch (expression) {
            case Cast cast
            when cast.value() instanceof Literal literal && literal.value() instanceof Datum.Text text ->
                fromText(text.value(), cast.type());
            case Call call
            when call.function() == Function.ADD_MONTHS ->
                Datum.of(LocalDate.ofEpochDay(number(call.arguments().get(0)))
                        .plusMonths(number(call.arguments().get(1)))
                        .toEpochDay());
            case Comparison c
            when c.left() instanceof Literal && c.left().type().isInteger() ->
                Datum.of(c.operator().holds(Long.compare(number(c.left()), number(c.right()))));
            case Arithmetic a when a.type().isInteger() -> integers(a);
            default -> throw EngineException.notSupported("folding " + expression);
        };
    }

    private static Datum fromText(String text, Type type) {
        try {
            return switch (type) {
                case Type.DateType t -> Datum.of(LocalDate.parse(text).toEpochDay());
                case Type.IntegerType t -> Datum.of(Integer.parseInt(text));
                case Type.DecimalType t ->
                    Datum.of(new java.math.BigDecimal(text)
                            .setScale(t.scale())
                            .unscaledValue()
                            .longValueExact());
                default -> throw EngineException.notSupported("folding " + type);
            };
        } catch (DateTimeException | NumberFormatException e) {
            throw new EngineException(ErrorCode.INVALID_TEXT, text, e);
        }
    }

    private static Datum integers(Arithmetic arithmetic) {
        long left = number(arithmetic.left());
        long right = number(arithmetic.right());
        long value = switch (arithmetic.operator()) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            default -> throw EngineException.notSupported("folding a division");
        };
        if (arithmetic.type().equals(Type.INTEGER) && value != (int) value) {
            throw new EngineException(ErrorCode.OUT_OF_RANGE, "out of range");
        }
        return Datum.of(value);
    }

    private static long number(Expression expression) {
        if (expression instanceof Literal literal && literal.value() instanceof Datum.Int value) {
            return value.value();
        }
        throw EngineException.notSupported("folding " + expression);
    }
}
