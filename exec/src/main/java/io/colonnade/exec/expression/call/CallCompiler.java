package io.colonnade.exec.expression.call;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.exec.expression.call.row.RowCalls;
import io.colonnade.exec.expression.evaluator.Evaluator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Chooses the evaluator of a function: a loop of its own for those in the table, a value at a time for all others.
public final class CallCompiler {
    private static final Map<Function, Maker> LOOPS = loops();

    /// Makes the evaluator of a call.
    private interface Maker {
        Evaluator make(Expression.Call call, List<Evaluator> arguments);
    }

    private CallCompiler() {}

    public static Evaluator compile(Expression.Call call, List<Evaluator> arguments) {
        Function function = call.function();
        int count = arguments.size();
        if (count < function.argumentsMin() || count > function.argumentsMax()) {
            throw EngineException.internal(function.sqlName() + " with " + count + " arguments");
        }
        if (function.isVolatile()) {
            return new RandomCall(call);
        }
        Maker loop = LOOPS.get(function);
        if (loop != null) {
            return loop.make(call, arguments);
        }
        Evaluator byRow = RowCalls.compile(call, arguments);
        if (byRow == null) {
            throw EngineException.internal("nothing computes " + function.sqlName());
        }
        return byRow;
    }

    private static Map<Function, Maker> loops() {
        Map<Function, Maker> loops = new EnumMap<>(Function.class);
        StringCalls.FUNCTIONS.forEach(function -> loops.put(function, StringCalls::compile));
        NumberCalls.FUNCTIONS.forEach(function -> loops.put(function, NumberCalls::compile));
        RealCall.FUNCTIONS.forEach(
                function -> loops.put(function, (call, arguments) -> new RealCall(function, arguments)));
        CalendarCalls.FIELDS.forEach(function -> loops.put(function, CalendarCalls::extract));
        CalendarCalls.SHIFTS.forEach(function -> loops.put(function, CalendarCalls::shift));
        ZoneCall.FUNCTIONS.forEach(function -> loops.put(function, ZoneCall::compile));
        IntervalCall.FUNCTIONS.forEach(function -> loops.put(function, IntervalCall::new));
        return loops;
    }
}
