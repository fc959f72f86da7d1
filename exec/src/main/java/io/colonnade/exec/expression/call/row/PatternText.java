package io.colonnade.exec.expression.call.row;

import com.google.re2j.Matcher;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;

/// Patterns of LIKE and SIMILAR TO as regular expressions, and replacements with groups.
final class PatternText {
    private PatternText() {}

    static String like(String pattern, String escape) {
        return translated(pattern, escape, "");
    }

    static String similar(String pattern, String escape) {
        return "(?:" + translated(pattern, escape, "|*+?{}()[]") + ")";
    }

    /// Characters of `kept` mean in a regular expression what they mean here.
    private static String translated(String pattern, String escape, String kept) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw TextKernels.invalid("an escape is one character, not '" + escape + "'");
        }
        StringBuilder text = new StringBuilder();
        boolean inClass = false;
        int at = 0;
        while (at < pattern.length()) {
            boolean escaped = !escape.isEmpty() && pattern.startsWith(escape, at);
            at += escaped ? escape.length() : 0;
            if (at == pattern.length()) {
                throw new EngineException(
                        ErrorCode.INVALID_PARAMETER,
                        "the pattern '" + pattern + "' must not end with its escape character");
            }
            int point = pattern.codePointAt(at);
            at += Character.charCount(point);
            if (escaped) {
                quote(point, text);
            } else if (inClass) {
                inClass = point != ']';
                text.append(point == '\\' ? "\\\\" : Character.toString(point));
            } else if (point == '%') {
                text.append(".*");
            } else if (point == '_') {
                text.append('.');
            } else if (kept.indexOf(point) >= 0) {
                inClass = point == '[';
                text.appendCodePoint(point);
            } else {
                quote(point, text);
            }
        }
        return text.toString();
    }

    private static void quote(int point, StringBuilder text) {
        if ("\\.^$|*+?{}()[]-".indexOf(point) >= 0) {
            text.append('\\');
        }
        text.appendCodePoint(point);
    }

    /// Appends a replacement: `\\1` to `\\9` are groups, `\\&` the match, `\\\\` a backslash.
    static void expand(String replacement, Matcher match, StringBuilder result) {
        int at = 0;
        while (at < replacement.length()) {
            char c = replacement.charAt(at++);
            if (c != '\\' || at == replacement.length()) {
                result.append(c);
                continue;
            }
            char next = replacement.charAt(at++);
            if (next == '&' || next >= '0' && next <= '9') {
                int group = next == '&' ? 0 : next - '0';
                String text = group <= match.groupCount() ? match.group(group) : null;
                result.append(text == null ? "" : text);
            } else if (next == '\\') {
                result.append(next);
            } else {
                result.append(c).append(next);
            }
        }
    }
}
