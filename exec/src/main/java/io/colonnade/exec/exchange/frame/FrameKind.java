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
    CONTROL(8);

    private static final FrameKind[] KINDS = values();

    private final int code;

    FrameKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static @Nullable FrameKind of(int code) {
        return code >= 1 && code <= KINDS.length ? KINDS[code - 1] : null;
    }
}
