package io.colonnade.planner.statement;

import io.colonnade.core.error.Position;

/// An identifier as it was written, and where. It keeps its case and matches without regard to it.
public record Name(String text, Position position) {
    @Override
    public String toString() {
        return text;
    }
}
