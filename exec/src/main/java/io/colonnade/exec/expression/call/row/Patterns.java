package io.colonnade.exec.expression.call.row;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// The patterns that one evaluator has read.
final class Patterns<P> {
    private static final int PATTERNS_MAX = 32;

    private final Function<String, P> reader;
    private final Map<String, P> patterns = new HashMap<>();

    Patterns(Function<String, P> reader) {
        this.reader = reader;
    }

    P get(String text) {
        P known = patterns.get(text);
        if (known != null) {
            return known;
        }
        if (patterns.size() >= PATTERNS_MAX) {
            patterns.clear();
        }
        P read = reader.apply(text);
        patterns.put(text, read);
        return read;
    }
}
