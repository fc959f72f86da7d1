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
            number("div")
                    .is(Function.DIV, "x exact, y exact -> huge")
                    .example("div(-9, 4)", "-2")
                    .example("div(7.5, 2)", "3")
                    .say("how often y goes into x, towards zero"),
            number("random", "rand")
                    .is(Function.RANDOM, "-> double")
                    .nulls(NullRule.NEVER)
                    .stays(Determinism.NEVER)
                    .example("random() < 1", "true")
                    .say("a number from 0 up to but without 1, another one for each row"),
            number("to_number")
                    .is(Function.TO_NUMBER, "s text, pattern text -> read")
                    .example("to_number('12,454.8-', '99G999D9S')", "-12454.8")
                    .say(
                            "the number that a text says, by a pattern as for to_char; DECIMAL(38, 10) unless that is a constant"),
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
            number("sign", "signum")
                    .is(Function.SIGN, "x number -> whole")
                    .example("sign(-2.5)", "-1")
                    .say("-1, 0 or 1"),
            number("trunc", "truncate")
                    .is(Function.TRUNC, "x number, digits? integer -> rounded")
                    .example("trunc(-2.75)", "-2")
                    .example("trunc(1234.567, -2)", "1200")
                    .say("towards zero, to digits after the point, or before it if negative"),
            number("cbrt")
                    .is(Function.CBRT, "x double -> double")
                    .example("cbrt(27)", "3.0")
                    .say("cube root"),
            number("log", "log10")
                    .is(Function.LOG10, "x double -> double")
                    .is(Function.LOG, "base double, x double -> double")
                    .example("log(1000)", "3.0")
                    .example("log(2, 8)", "3.0")
                    .say("logarithm to base 10, or another"),
            number("log2")
                    .is(Function.LOG2, "x double -> double")
                    .example("log2(8)", "3.0")
                    .say("logarithm to base 2"),
            number("sin")
                    .is(Function.SIN, "x double -> double")
                    .example("sin(0)", "0.0")
                    .say("sine of radians"),
            number("cos")
                    .is(Function.COS, "x double -> double")
                    .example("cos(0)", "1.0")
                    .say("cosine of radians"),
            number("tan")
                    .is(Function.TAN, "x double -> double")
                    .example("tan(0)", "0.0")
                    .say("tangent of radians"),
            number("cot")
                    .is(Function.COT, "x double -> double")
                    .example("round(cot(1), 6)", "0.642093")
                    .say("cotangent of radians"),
            number("asin")
                    .is(Function.ASIN, "x double -> double")
                    .example("round(asin(1), 6)", "1.570796")
                    .say("arc sine, radians"),
            number("acos")
                    .is(Function.ACOS, "x double -> double")
                    .example("acos(1)", "0.0")
                    .say("arc cosine, radians"),
            number("atan")
                    .is(Function.ATAN, "x double -> double")
                    .example("round(atan(1), 6)", "0.785398")
                    .say("arc tangent, radians"),
            number("sinh")
                    .is(Function.SINH, "x double -> double")
                    .example("sinh(0)", "0.0")
                    .say("hyperbolic sine"),
            number("cosh")
                    .is(Function.COSH, "x double -> double")
                    .example("cosh(0)", "1.0")
                    .say("hyperbolic cosine"),
            number("tanh")
                    .is(Function.TANH, "x double -> double")
                    .example("tanh(0)", "0.0")
                    .say("hyperbolic tangent"),
            number("asinh")
                    .is(Function.ASINH, "x double -> double")
                    .example("asinh(0)", "0.0")
                    .say("inverse hyperbolic sine"),
            number("acosh")
                    .is(Function.ACOSH, "x double -> double")
                    .example("acosh(1)", "0.0")
                    .say("inverse hyperbolic cosine"),
            number("atanh")
                    .is(Function.ATANH, "x double -> double")
                    .example("atanh(0)", "0.0")
                    .say("inverse hyperbolic tangent"),
            number("degrees")
                    .is(Function.DEGREES, "x double -> double")
                    .example("degrees(pi())", "180.0")
                    .say("radians as degrees"),
            number("radians")
                    .is(Function.RADIANS, "x double -> double")
                    .example("round(radians(180), 6)", "3.141593")
                    .say("degrees as radians"),
            number("atan2")
                    .is(Function.ATAN2, "y double, x double -> double")
                    .example("round(atan2(1, 1), 6)", "0.785398")
                    .say("the angle of the point (x, y), radians"),
            number("pi")
                    .is(Function.PI, " -> double")
                    .example("round(pi(), 6)", "3.141593")
                    .say("the number"),
            number("gcd", "greatest_common_divisor")
                    .is(Function.GCD, "x bigint, y bigint -> bigint")
                    .example("gcd(12, 18)", "6")
                    .say("greatest common divisor"),
            number("lcm", "least_common_multiple")
                    .is(Function.LCM, "x bigint, y bigint -> bigint")
                    .example("lcm(4, 6)", "12")
                    .say("least common multiple"),
            number("factorial")
                    .is(Function.FACTORIAL, "n bigint -> huge")
                    .example("factorial(20)", "2432902008176640000")
                    .say("of 0 to 33"),
            number("width_bucket")
                    .is(Function.WIDTH_BUCKET, "x double, low double, high double, count integer -> integer")
                    .example("width_bucket(5.35, 0.024, 10.06, 5)", "3")
                    .say("in which of count equal ranges from low to high x lies, from 1; 0 below and count + 1 above"),
            number("isnan")
                    .is(Function.ISNAN, "x double -> boolean")
                    .example("isnan('NaN')", "true")
                    .say("whether it is NaN"),
            number("isfinite")
                    .is(Function.ISFINITE, "x double -> boolean")
                    .example("isfinite(1)", "true")
                    .say("whether it is neither infinite nor NaN"),
            number("isinf")
                    .is(Function.ISINF, "x double -> boolean")
                    .example("isinf('-Infinity')", "true")
                    .say("whether it is infinite"),
            number("mod")
                    .rewritten("x exact, y exact -> common")
                    .example("mod(-7, 3)", "-1")
                    .say("the rest of a division, with the sign of x; as `x % y`"));

    private NumberFunctions() {}

    private static Builder number(String name, String... aliases) {
        return ScalarFunction.named(NUMBER, name, aliases);
    }
}
