package io.colonnade.core.function;

import static io.colonnade.core.function.FunctionGroup.CONDITION;

import io.colonnade.core.expression.Function;
import io.colonnade.core.function.ScalarFunction.Builder;
import java.util.List;

/// Functions that choose between values. An argument that is not chosen is not computed.
final class ConditionFunctions {
    static final List<ScalarFunction> ALL = List.of(
            condition("coalesce", "ifnull", "nvl")
                    .rewritten("values... common -> common")
                    .nulls(NullRule.TOLERANT)
                    .example("coalesce(NULL, 2, 3)", "2")
                    .say("the first value that is not NULL"),
            condition("nullif")
                    .rewritten("x common, y common -> common")
                    .nulls(NullRule.TOLERANT)
                    .example("nullif(1, 1)", "NULL")
                    .say("NULL if both are equal, else the first"),
            condition("if", "iif")
                    .rewritten("condition boolean, x common, y common -> common")
                    .nulls(NullRule.TOLERANT)
                    .example("if(1 > 2, 'a', 'b')", "b")
                    .say("the first value if the condition is true, else the second"),
            condition("greatest")
                    .is(Function.GREATEST, "values... common -> common")
                    .nulls(NullRule.TOLERANT)
                    .example("greatest(1, NULL, 2.5)", "2.5")
                    .say("the largest; NULLs are left out, it is NULL if all are"),
            condition("least")
                    .is(Function.LEAST, "values... common -> common")
                    .nulls(NullRule.TOLERANT)
                    .example("least('b', 'a')", "a")
                    .say("the smallest; NULLs are left out, it is NULL if all are"),
            condition("decode")
                    .rewritten("x common, values... any -> common")
                    .nulls(NullRule.TOLERANT)
                    .example("decode(2, 1, 'one', 2, 'two', 'many')", "two")
                    .example("decode(nullif(1, 1), NULL, 'none', 'some')", "none")
                    .say(
                            "pairs of a value and a result: the result beside the first value equal to x (NULL equals NULL), else the last argument or NULL"));

    private ConditionFunctions() {}

    private static Builder condition(String name, String... aliases) {
        return ScalarFunction.named(CONDITION, name, aliases);
    }
}
