package io.colonnade.jdbc.metadata;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A pattern of `DatabaseMetaData`: `%` any characters, `_` one character, `\` makes the next one ordinary.
///
/// Matches case-insensitively, as names do in SQL. *Null*: no pattern matches everything, the empty one only the empty
/// name.
final class LikePattern {

    static final String ESCAPE = "\\";

    private final @Nullable String pattern;

    LikePattern(@Nullable String pattern) {
        this.pattern = pattern == null || pattern.equals("%") ? null : pattern.toLowerCase(Locale.ROOT);
    }

    boolean matches(String name) {
        String wanted = pattern;
        return wanted == null || matches(wanted, 0, name.toLowerCase(Locale.ROOT), 0);
    }

    /// Greedy with one point of return per `%`: linear in practice, quadratic at worst, never exponential.
    private static boolean matches(String pattern, int patternStart, String name, int nameStart) {
        int p = patternStart;
        int n = nameStart;
        int percent = -1;
        int resume = 0;
        while (n < name.length()) {
            int literal = p < pattern.length() && pattern.charAt(p) == '\\' && p + 1 < pattern.length() ? 1 : 0;
            if (p < pattern.length() && literal == 0 && pattern.charAt(p) == '%') {
                percent = p++;
                resume = n;
            } else if (p + literal < pattern.length()
                    && (literal == 0 && pattern.charAt(p) == '_' || pattern.charAt(p + literal) == name.charAt(n))) {
                p += literal + 1;
                n++;
            } else if (percent >= 0) {
                p = percent + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '%') {
            p++;
        }
        return p == pattern.length();
    }
}
