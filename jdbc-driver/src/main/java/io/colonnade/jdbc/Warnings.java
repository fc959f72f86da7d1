package io.colonnade.jdbc;

import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The chain of warnings of one connection or statement, oldest first. *Threads*: safe for several.
final class Warnings {

    /// SQLSTATE of a warning without further class.
    private static final String GENERAL = "01000";

    private @Nullable SQLWarning first;

    synchronized void add(String message) {
        SQLWarning warning = new SQLWarning(message, GENERAL);
        SQLWarning chain = first;
        if (chain == null) {
            first = warning;
        } else {
            chain.setNextWarning(warning);
        }
    }

    void addAll(List<String> messages) {
        messages.forEach(this::add);
    }

    synchronized @Nullable SQLWarning first() {
        return first;
    }

    synchronized void clear() {
        first = null;
    }
}
