package io.colonnade.exec.random;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.naive.NaiveExpression;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One operator, function or cast on operands of given types.
///
/// `parsed` is the type that strings of the first operand are to be read as, or null.
public record Operation(
        String name, List<Type> operands, @Nullable Type parsed, Make make) {
    /// Makes the expression of its operands; constant parts that it needs besides are random.
    public interface Make {
        Expression of(List<Expression> operands, Random random, RandomValues values);
    }

    static Operation of(String name, List<Type> operands, Make make) {
        return new Operation(name, operands, null, make);
    }

    /// A value for an operand.
    public Datum value(int operand, Random random, RandomValues values, Spread spread) {
        Type type = operands.get(operand);
        if (parsed == null || operand > 0 || random.nextInt(spread == Spread.EDGES ? 4 : 40) == 0) {
            return values.value(type, spread);
        }
        String text = NaiveExpression.format(parsed, values.value(parsed, spread));
        boolean number = parsed.isNumeric() && !text.isEmpty() && Character.isDigit(text.charAt(0));
        String spelled = switch (random.nextInt(12)) {
            case 0 -> "  " + text + " ";
            case 1 -> number ? "+" + text : text;
            case 2 -> number ? "000" + text : text;
            case 3 -> text.toUpperCase(Locale.ROOT);
            case 4 -> number && !parsed.isInteger() ? text + "e1" : text;
            default -> text;
        };
        // CHAR values have no trailing blanks, wherever they are.
        return Datum.of(type instanceof Type.CharType ? spelled.stripTrailing() : spelled);
    }
}
