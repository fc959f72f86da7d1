package io.colonnade.core.function;

/// What functions are about, in the order of the manual.
public enum FunctionGroup {
    TEXT("Text"),
    PATTERN("Regular expressions"),
    NUMBER("Numbers"),
    BITS("Bits"),
    TIME("Dates and times"),
    CONDITION("Conditions"),
    HASH("Hashes"),
    SYSTEM("The session and the system");

    private final String title;

    FunctionGroup(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
