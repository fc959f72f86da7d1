package io.colonnade.benchmarks.fuzz.text;

import java.util.List;

/// Text that stays as it is.
public record Word(String ours, String theirs) implements Part {
    public static final Word NOTHING = word("");

    public static Word word(String text) {
        return new Word(text, text);
    }

    @Override
    public void write(Dialect dialect, StringBuilder out) {
        out.append(dialect == Dialect.COLONNADE ? ours : theirs);
    }

    @Override
    public List<Part> parts() {
        return List.of();
    }

    @Override
    public Part with(List<Part> parts) {
        return this;
    }
}
