package io.colonnade.core.function;

import static io.colonnade.core.function.FunctionGroup.NUMBER;

import io.colonnade.core.expression.Function;
import io.colonnade.core.function.ScalarFunction.Builder;
import java.util.List;

/// Functions of numbers. What is not in the domain of a function, and what is too large, is an error (22003).
final class NumberFunctions {
    static final List<ScalarFunction> ALL = List.of(
            number("abs")
                    .is(Function.ABS, "x number -> first")
                    .example("abs(-1.50)", "1.50")
                    .say("without its sign"),
            number("floor")
                    .is(Function.FLOOR, "x number -> whole")
                    .example("floor(-1.5)", "-2")
                    .say("the largest whole number not above"),
            number("ceil", "ceiling")
                    .is(Function.CEIL, "x number -> whole")
                    .example("ceil(-1.5)", "-1")
                    .say("the smallest whole number not below"),
            number("round")
                    .is(Function.ROUND, "x number, digits? integer -> rounded")
                    .example("round(2.5)", "3")
                    .example("round(-1.2345, 2)", "-1.23")
                    .example("round(1250, -2)", "1300")
                    .say("half away from zero, to digits after the point, or before it if negative"),
            number("sqrt")
                    .is(Function.SQRT, "x double -> double")
                    .example("sqrt(2.25)", "1.5")
                    .say("square root"),
            number("power", "pow")
                    .is(Function.POWER, "x double, y double -> double")
                    .example("power(2, 10)", "1024.0")
                    .say("x to the power of y"),
            number("ln")
                    .is(Function.LN, "x double -> double")
                    .example("ln(1)", "0.0")
                    .say("natural logarithm"),
            number("exp")
                    .is(Function.EXP, "x double -> double")
                    .example("exp(0)", "1.0")
                    .say("e to the power of x"),
            number("mod")
                    .rewritten("x exact, y exact -> common")
                    .example("mod(-7, 3)", "-1")
                    .say("the rest of a division, with the sign of x; as `x % y`"));

    private NumberFunctions() {}

    private static Builder number(String name, String... aliases) {
        return ScalarFunction.named(NUMBER, name, aliases);
    }
}
