package io.colonnade.core.error;

import org.jspecify.annotations.Nullable;

/// The one exception that ends a statement.
///
/// The message names the table, file, task or value concerned; `hint` says what to do next and `position` where in
/// the statement it happened, if that is known. The text of neither repeats the other.
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient @Nullable Position position;
    private final @Nullable String hint;

    public EngineException(ErrorCode code, String message) {
        this(code, message, null, null, null);
    }

    public EngineException(ErrorCode code, String message, Throwable cause) {
        this(code, message, null, null, cause);
    }

    public EngineException(
            ErrorCode code,
            String message,
            @Nullable Position position,
            @Nullable String hint,
            @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.position = position;
        this.hint = hint;
    }

    public static EngineException notSupported(String what) {
        return new EngineException(ErrorCode.NOT_SUPPORTED, what + " is not supported yet");
    }

    public static EngineException internal(String message) {
        return new EngineException(ErrorCode.INTERNAL, message);
    }

    /// The same error with advice, kept if one is there already.
    public EngineException withHint(String advice) {
        return hint != null ? this : new EngineException(code, message(), position, advice, this);
    }

    /// The same error with a place in the statement, kept if one is there already.
    public EngineException at(Position place) {
        return position != null ? this : new EngineException(code, message(), place, hint, this);
    }

    public ErrorCode code() {
        return code;
    }

    public String message() {
        String message = getMessage();
        return message == null ? code.name() : message;
    }

    public @Nullable Position position() {
        return position;
    }

    public @Nullable String hint() {
        return hint;
    }
}
