package io.colonnade.exec.expression.call;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Interval;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.Mismatch;
import io.colonnade.exec.expression.evaluator.Strict;
import java.util.List;

/// EXTRACT of intervals: each field with the sign of its part, as in PostgreSQL.
final class IntervalFields {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private IntervalFields() {}

    static Evaluator extract(Expression.Call call, List<Evaluator> arguments) {
        Function field = call.function();
        if (field == Function.EXTRACT_WEEK
                || field == Function.EXTRACT_DAY_OF_WEEK
                || field == Function.EXTRACT_DAY_OF_YEAR) {
            throw Mismatch.of(field.sqlName(), call.arguments().getFirst().type());
        }
        return Strict.filling(call.type(), arguments, (inputs, rows, validity, target) -> {
            for (int row = 0; row < rows; row++) {
                if (Lanes.bit(validity, row)) {
                    Interval interval =
                            Interval.of(Lanes.int128(inputs.getFirst().values(), row));
                    target.set(Lanes.LONG, row * 8L, field(field, interval));
                }
            }
        });
    }

    private static long field(Function field, Interval interval) {
        return switch (field) {
            case EXTRACT_YEAR -> interval.months() / Interval.MONTHS_PER_YEAR;
            case EXTRACT_QUARTER -> interval.months() % Interval.MONTHS_PER_YEAR / 3 + 1;
            case EXTRACT_MONTH -> interval.months() % Interval.MONTHS_PER_YEAR;
            case EXTRACT_DAY -> interval.days();
            case EXTRACT_HOUR -> interval.micros() / (3600 * MICROS_PER_SECOND);
            case EXTRACT_MINUTE -> interval.micros() / (60 * MICROS_PER_SECOND) % 60;
            case EXTRACT_SECOND -> interval.micros() / MICROS_PER_SECOND % 60;
            default -> throw new AssertionError(field);
        };
    }
}
