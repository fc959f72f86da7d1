package io.colonnade.core.function;

/// When a result is NULL.
public enum NullRule {
    /// If an argument is, and only then.
    STRICT("NULL if an argument is NULL"),
    /// If an argument is, and otherwise where the doc line says so.
    PARTIAL("NULL if an argument is NULL, and where the description says so"),
    /// Arguments that are NULL count as the doc line says.
    TOLERANT("arguments may be NULL"),
    /// Never.
    NEVER("never NULL");

    private final String text;

    NullRule(String text) {
        this.text = text;
    }

    /// As the manual writes it.
    public String text() {
        return text;
    }

    /// Whether a NULL argument makes the result NULL, so that nobody computes it.
    public boolean isStrict() {
        return this == STRICT || this == PARTIAL;
    }
}
