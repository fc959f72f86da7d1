package io.colonnade.exec.expression.call;

import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.Mismatch;
import io.colonnade.exec.expression.evaluator.Strict;
import java.util.List;

/// CAST to TIME and INTERVAL.
final class TimeCast {
    private TimeCast() {}

    static Evaluator toTime(Evaluator value, Type from) {
        if (from.isString()) {
            return new ParseCast(value, Type.TIME);
        }
        return switch (from) {
            case Type.TimestampType t ->
                Strict.filling(Type.TIME, List.of(value), (inputs, rows, validity, target) -> {
                    for (int row = 0; row < rows; row++) {
                        long micros = Lanes.int64(inputs.getFirst().values(), row);
                        target.set(Lanes.LONG, row * 8L, Math.floorMod(micros, CalendarText.MICROS_PER_DAY));
                    }
                });
            case Type.IntervalType t ->
                Strict.filling(Type.TIME, List.of(value), (inputs, rows, validity, target) -> {
                    for (int row = 0; row < rows; row++) {
                        if (Lanes.bit(validity, row)) {
                            long micros = Interval.of(
                                            Lanes.int128(inputs.getFirst().values(), row))
                                    .micros();
                            target.set(Lanes.LONG, row * 8L, Math.floorMod(micros, CalendarText.MICROS_PER_DAY));
                        }
                    }
                });
            default -> throw Mismatch.cast(from, Type.TIME);
        };
    }

    static Evaluator toInterval(Evaluator value, Type from) {
        if (from.isString()) {
            return new ParseCast(value, Type.INTERVAL);
        }
        if (!(from instanceof Type.TimeType)) {
            throw Mismatch.cast(from, Type.INTERVAL);
        }
        return Strict.filling(Type.INTERVAL, List.of(value), (inputs, rows, validity, target) -> {
            for (int row = 0; row < rows; row++) {
                long micros = Lanes.int64(inputs.getFirst().values(), row);
                Lanes.setInt128(target, row, new Interval(0, 0, micros).number());
            }
        });
    }
}
