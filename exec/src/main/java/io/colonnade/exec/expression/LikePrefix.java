package io.colonnade.exec.expression;

import org.jspecify.annotations.Nullable;

/// The characters with which every string that matches a LIKE pattern begins.
final class LikePrefix {
    private LikePrefix() {}

    static String of(String pattern, @Nullable String escape) {
        StringBuilder prefix = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            boolean escaped = escape != null && !escape.isEmpty() && pattern.startsWith(escape, at);
            if (escaped) {
                at += escape.length();
            }
            if (at >= pattern.length()) {
                break;
            }
            int point = pattern.codePointAt(at);
            if (!escaped && (point == '%' || point == '_')) {
                break;
            }
            prefix.appendCodePoint(point);
            at += Character.charCount(point);
        }
        return prefix.toString();
    }
}
