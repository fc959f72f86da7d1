package io.colonnade.core.error;

/// A place in the text of a statement; line and column count from 1.
public record Position(int line, int column) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
