package io.colonnade.exec.worker;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.error.Position;
import org.jspecify.annotations.Nullable;

/// An {@link EngineException} as it travels between nodes; line and column are 0 if the place is not known.
public record Failure(
        ErrorCode code,
        String message,
        int line,
        int column,
        @Nullable String hint) {
    public static Failure of(Throwable error) {
        if (error instanceof EngineException e) {
            Position position = e.position();
            return position == null
                    ? new Failure(e.code(), e.message(), 0, 0, e.hint())
                    : new Failure(e.code(), e.message(), position.line(), position.column(), e.hint());
        }
        return new Failure(ErrorCode.INTERNAL, "a node failed: " + error, 0, 0, null);
    }

    public EngineException toException() {
        return new EngineException(code, message, line == 0 ? null : new Position(line, column), hint, null);
    }
}
