package io.colonnade.exec.expression.call;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.exec.expression.evaluator.Evaluator;
import java.util.List;

/// Chooses the evaluator of a function of the registry.
public final class CallCompiler {
    private CallCompiler() {}

    public static Evaluator compile(Expression.Call call, List<Evaluator> arguments) {
        Function function = call.function();
        int count = arguments.size();
        if (count < function.argumentsMin() || count > function.argumentsMax()) {
            throw EngineException.internal(function.sqlName() + " with " + count + " arguments");
        }
        return switch (function) {
            case LOWER, UPPER, CHAR_LENGTH, SUBSTRING, TRIM, LTRIM, RTRIM, CONCAT, POSITION, REPLACE ->
                StringCalls.compile(call, arguments);
            case ABS, FLOOR, CEIL, ROUND -> NumberCalls.compile(call, arguments);
            case SQRT, POWER, LN, EXP -> new RealCall(function, arguments);
            case EXTRACT_YEAR, EXTRACT_QUARTER, EXTRACT_MONTH, EXTRACT_WEEK, EXTRACT_DAY, EXTRACT_DAY_OF_WEEK ->
                CalendarCalls.extract(call, arguments);
            case EXTRACT_DAY_OF_YEAR, EXTRACT_HOUR, EXTRACT_MINUTE, EXTRACT_SECOND ->
                CalendarCalls.extract(call, arguments);
            case ADD_DAYS, ADD_MONTHS, ADD_MICROS, DIFF_DAYS -> CalendarCalls.shift(call, arguments);
        };
    }
}
