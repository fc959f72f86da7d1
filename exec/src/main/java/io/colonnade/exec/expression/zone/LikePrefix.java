package io.colonnade.exec.expression.zone;

import org.jspecify.annotations.Nullable;

/// The characters with which every string that matches a LIKE pattern begins.
final class LikePrefix {
    private LikePrefix() {}

    static String of(String pattern, @Nullable String escape) {
        StringBuilder prefix = new StringBuilder();
        String sign = escape == null ? "" : escape;
        int at = 0;
        while (at < pattern.length()) {
            boolean escaped = !sign.isEmpty() && pattern.startsWith(sign, at);
            if (escaped) {
                at += sign.length();
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
