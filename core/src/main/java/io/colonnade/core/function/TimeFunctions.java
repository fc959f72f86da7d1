package io.colonnade.core.function;

import static io.colonnade.core.function.FunctionGroup.TIME;

import io.colonnade.core.function.ScalarFunction.Builder;
import java.util.List;

/// Functions of dates and times.
final class TimeFunctions {
    static final List<ScalarFunction> ALL = List.of(time("extract")
            .rewritten("field text, t timestamp -> bigint")
            .written("`extract(field FROM t)`")
            .example("extract(YEAR FROM DATE '2024-02-29')", "2024")
            .say("a field: YEAR, QUARTER, MONTH, WEEK (ISO), DAY, DOW (Sunday is 0), DOY, HOUR, MINUTE, SECOND"));

    private TimeFunctions() {}

    private static Builder time(String name, String... aliases) {
        return ScalarFunction.named(TIME, name, aliases);
    }
}
