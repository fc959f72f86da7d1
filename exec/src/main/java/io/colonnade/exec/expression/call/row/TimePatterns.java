package io.colonnade.exec.expression.call.row;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// The patterns of times that one evaluator has read.
final class TimePatterns {
    private static final int PATTERNS_MAX = 32;

    private final Function<String, TimePattern> reader;
    private final Map<String, TimePattern> patterns = new HashMap<>();

    TimePatterns(Function<String, TimePattern> reader) {
        this.reader = reader;
    }

    TimePattern get(String text) {
        TimePattern known = patterns.get(text);
        if (known != null) {
            return known;
        }
        if (patterns.size() >= PATTERNS_MAX) {
            patterns.clear();
        }
        TimePattern read = reader.apply(text);
        patterns.put(text, read);
        return read;
    }
}
