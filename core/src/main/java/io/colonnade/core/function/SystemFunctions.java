package io.colonnade.core.function;

import io.colonnade.core.expression.Function;
import java.util.List;

/// Functions about the statement itself.
final class SystemFunctions {
    static final List<ScalarFunction> ALL = List.of(ScalarFunction.named(FunctionGroup.SYSTEM, "typeof", "pg_typeof")
            .is(Function.TYPEOF, "x any -> text")
            .nulls(NullRule.NEVER)
            .example("typeof(1.50)", "DECIMAL(3, 2)")
            .say("the type of an expression"));

    private SystemFunctions() {}
}
