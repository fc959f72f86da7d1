package io.colonnade.jdbc.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of one statement.
///
/// *Parameter values* arrive as exactly these classes, or null for SQL NULL of any type; the engine casts
/// them to the type of the place where they stand:
///
/// ```
/// Boolean  Short  Integer  Long  Double  java.math.BigDecimal  String
/// java.time.LocalDate  java.time.LocalTime  java.time.LocalDateTime  java.time.OffsetDateTime
/// ```
///
/// An OffsetDateTime is a moment where one is wanted, and else the date and time of its own offset.
///
/// @param sql one statement; a trailing semicolon is allowed
/// @param parameters one per `?`, in order
/// @param maxRows the most rows to return, 0 for all
/// @param timeoutMillis how long the statement may run, counted from `execute` to its last frame, 0 for no limit
/// @param queryId names this run for [EngineSession#cancel]; unique
public record StatementRequest(
        String sql, List<@Nullable Object> parameters, long maxRows, long timeoutMillis, String queryId) {

    public StatementRequest {
        // List.copyOf refuses nulls, and null is a value here.
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
        if (maxRows < 0 || timeoutMillis < 0) {
            throw new IllegalArgumentException(
                    "maxRows " + maxRows + " and timeoutMillis " + timeoutMillis + " must not be negative");
        }
    }

    /// A run without parameters and limits, under a fresh id.
    public static StatementRequest of(String sql) {
        return new StatementRequest(sql, List.of(), 0, 0, EngineSession.newQueryId());
    }
}
