package io.colonnade.benchmarks.literals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Pieces of a text and what stands in their places instead; all at once, so that two can change places.
///
/// ```
/// Swaps.none().put("'FRANCE'", "'GERMANY'").put("'GERMANY'", "'FRANCE'").apply(sql)
/// ```
final class Swaps {
    private final Map<String, String> pieces = new LinkedHashMap<>();

    private Swaps() {}

    static Swaps none() {
        return new Swaps();
    }

    Swaps put(String piece, Object replacement) {
        pieces.put(piece, replacement.toString());
        return this;
    }

    /// @throws IllegalStateException when the text lacks a piece: it was changed, and must be looked at again here
    String apply(String sql) {
        for (String piece : pieces.keySet()) {
            if (!sql.contains(piece)) {
                throw new IllegalStateException("there is no " + piece + " in\n" + sql);
            }
        }
        if (pieces.isEmpty()) {
            return sql;
        }
        Pattern any =
                Pattern.compile(pieces.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));
        return any.matcher(sql)
                .replaceAll((MatchResult found) ->
                        java.util.regex.Matcher.quoteReplacement(pieces.getOrDefault(found.group(), found.group())));
    }
}
