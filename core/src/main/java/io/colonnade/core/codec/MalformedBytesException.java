package io.colonnade.core.codec;

/// Bytes that no {@link RecordCodec} wrote; whoever read them says from which file or node they came.
public final class MalformedBytesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedBytesException(String message) {
        super(message);
    }

    public MalformedBytesException(String message, Throwable cause) {
        super(message, cause);
    }
}
