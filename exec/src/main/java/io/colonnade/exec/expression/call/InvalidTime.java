package io.colonnade.exec.expression.call;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.type.Type;

/// The error of text that is no date, time or interval.
final class InvalidTime {
    private InvalidTime() {}

    static EngineException of(String text, Type type, CalendarText.InvalidException cause) {
        String form = switch (type) {
            case Type.TimeType t -> "23:59:59";
            case Type.TimestampType t -> "1998-09-02 23:59:59";
            case Type.ZonedTimestampType t -> "1998-09-02 23:59:59+02";
            case Type.IntervalType t -> "1 year 2 days 03:04:05";
            default -> "1998-09-02";
        };
        return new EngineException(
                ErrorCode.INVALID_DATETIME,
                "not a " + type.sql() + ": '" + text + "' (" + cause.getMessage() + ")",
                null,
                "write it as " + form,
                cause);
    }
}
