package io.colonnade.exec.expression.call.row;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.HashMap;
import java.util.Map;

/// The patterns that one evaluator has compiled. They match in time proportional to the text, and take memory in
/// proportion to their {@link PatternSize}, which has a limit.
final class PatternCache {
    private static final int PATTERNS_MAX = 32;

    private final Map<Key, Pattern> patterns = new HashMap<>();

    private record Key(String pattern, String flags) {}

    /// Throws INVALID_PATTERN for what is no regular expression, INVALID_PARAMETER for unknown flags.
    Pattern get(String pattern, String flags) {
        Key key = new Key(pattern, flags);
        Pattern known = patterns.get(key);
        if (known != null) {
            return known;
        }
        if (patterns.size() >= PATTERNS_MAX) {
            patterns.clear();
        }
        Pattern compiled = compile(pattern, flags);
        patterns.put(key, compiled);
        return compiled;
    }

    private static Pattern compile(String pattern, String flags) {
        PatternSize.check(pattern);
        try {
            return Pattern.compile(pattern, options(flags));
        } catch (PatternSyntaxException e) {
            throw new EngineException(
                    ErrorCode.INVALID_PATTERN,
                    "no regular expression: '" + pattern + "' (" + e.getDescription() + ")",
                    null,
                    "groups, classes and repetition are there, \\1 and (?=..) are not",
                    e);
        }
    }

    /// As PostgreSQL has them: a point takes any character unless it is told to stop at the end of a line.
    private static int options(String flags) {
        int options = Pattern.DOTALL;
        for (int i = 0; i < flags.length(); i++) {
            options = switch (flags.charAt(i)) {
                case 'i' -> options | Pattern.CASE_INSENSITIVE;
                case 'c' -> options & ~Pattern.CASE_INSENSITIVE;
                case 's' -> options | Pattern.DOTALL;
                case 'n', 'm' -> (options | Pattern.MULTILINE) & ~Pattern.DOTALL;
                case 'p' -> options & ~Pattern.DOTALL;
                case 'w' -> options | Pattern.MULTILINE;
                case 'g' -> options;
                default ->
                    throw TextKernels.invalid("flags of regular expressions are i, c, s, n, m, p, w and g, not '"
                            + flags.charAt(i) + "'");
            };
        }
        return options;
    }
}
