package io.colonnade.coordinator.statement;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.error.Position;
import io.colonnade.jdbc.service.EngineFailure;
import java.util.concurrent.Callable;

/// The border between the engine and its users: whatever a statement throws becomes one {@link EngineFailure}.
public final class Failures {
    private Failures() {}

    /// Runs a piece of a statement.
    public static <T> T guard(Callable<T> action) throws EngineFailure {
        try {
            return action.call();
        } catch (EngineFailure e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineFailure.cancelled();
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            throw of(e);
        }
    }

    public static EngineFailure of(Throwable error) {
        return switch (error) {
            case EngineFailure e -> e;
            case InterruptedException e -> EngineFailure.cancelled();
            case EngineException e -> of(e);
            case StackOverflowError e ->
                of(new EngineException(
                        ErrorCode.TOO_COMPLEX,
                        "the statement is nested too deeply",
                        null,
                        "write it with fewer levels of parentheses or subqueries",
                        null));
            case OutOfMemoryError e ->
                of(new EngineException(
                        ErrorCode.OUT_OF_MEMORY,
                        "out of memory: " + e.getMessage(),
                        null,
                        "raise the heap (-Xmx), or run fewer statements at once",
                        e));
            default ->
                of(new EngineException(
                        ErrorCode.INTERNAL, "the engine failed: " + error, null, "please report this", error));
        };
    }

    private static EngineFailure of(EngineException e) {
        Position position = e.position();
        return new EngineFailure(
                e.message(),
                e.code().sqlState(),
                e.code().ordinal(),
                position == null ? 0 : position.line(),
                position == null ? 0 : position.column(),
                e.hint(),
                e.code() == ErrorCode.TIMEOUT,
                e);
    }
}
