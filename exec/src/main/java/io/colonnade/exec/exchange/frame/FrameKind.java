package io.colonnade.exec.exchange.frame;

import org.jspecify.annotations.Nullable;

/// What a frame is for; the package page tells who sends it and what it carries.
public enum FrameKind {
    HELLO(1),
    OPEN(2),
    CREDIT(3),
    PAGES(4),
    NEED(5),
    FINISH(6),
    STOP(7),
    CONTROL(8),
    BROKEN(9);

    private static final FrameKind[] KINDS = values();

    private final int code;

    FrameKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// The shortest payload of such a frame.
    int lengthMin() {
        return this == PAGES ? 1 : 0;
    }

    /// The longest payload of such a frame.
    int lengthMax() {
        return switch (this) {
            case PAGES, CONTROL -> FrameHeader.LENGTH_MAX;
            case HELLO -> FrameHeader.SECRET_BYTES_MAX;
            case OPEN, CREDIT, NEED, FINISH, STOP, BROKEN -> 0;
        };
    }

    /// The least argument that says anything; what has none is not looked at.
    long argumentMin() {
        return switch (this) {
            case CREDIT, NEED -> 1;
            case HELLO, PAGES, FINISH -> 0;
            case OPEN, STOP, CONTROL, BROKEN -> Long.MIN_VALUE;
        };
    }

    public static @Nullable FrameKind of(int code) {
        return code >= 1 && code <= KINDS.length ? KINDS[code - 1] : null;
    }
}
