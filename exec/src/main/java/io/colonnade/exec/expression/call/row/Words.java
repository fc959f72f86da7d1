package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;

/// Single texts taken apart and put together, by characters (code points).
final class Words {
    /// The longest text that a function makes of a short one.
    static final int CHARACTERS_MAX = 64 << 20;

    private Words() {}

    static int count(String text) {
        return text.codePointCount(0, text.length());
    }

    /// The first `n` characters, or all but the last `-n`.
    static String left(String text, long n) {
        int length = count(text);
        long kept = n < 0 ? Math.max(0, length + n) : Math.min(n, length);
        return text.substring(0, text.offsetByCodePoints(0, (int) kept));
    }

    static String right(String text, long n) {
        int length = count(text);
        long dropped = n < 0 ? Math.min(length, -n) : Math.max(0, length - n);
        return text.substring(text.offsetByCodePoints(0, (int) dropped));
    }

    static String pad(String text, long n, String fill, boolean atStart) {
        int length = count(text);
        if (n <= length || fill.isEmpty()) {
            return left(text, Math.max(0, n));
        }
        long missing = n - length;
        checkLength(n);
        int whole = (int) (missing / count(fill));
        String padding = fill.repeat(whole) + left(fill, missing % count(fill));
        return atStart ? padding + text : text + padding;
    }

    static String repeat(String text, long n) {
        if (n <= 0 || text.isEmpty()) {
            return "";
        }
        checkLength(n > CHARACTERS_MAX ? n : n * text.length());
        return text.repeat((int) n);
    }

    private static void checkLength(long characters) {
        if (characters > CHARACTERS_MAX) {
            throw new EngineException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a text of " + characters + " characters; functions make at most " + CHARACTERS_MAX);
        }
    }

    /// Part `n` between separators, from the end if `n` is negative; empty if there is none.
    static String part(String text, String separator, long n) {
        if (separator.isEmpty()) {
            return n == 1 || n == -1 ? text : "";
        }
        return n > 0 ? partFromStart(text, separator, n) : partFromEnd(text, separator, -n);
    }

    private static String partFromStart(String text, String separator, long n) {
        int from = 0;
        for (long i = 1; i < n; i++) {
            int at = text.indexOf(separator, from);
            if (at < 0) {
                return "";
            }
            from = at + separator.length();
        }
        int end = text.indexOf(separator, from);
        return text.substring(from, end < 0 ? text.length() : end);
    }

    /// Separators are those that are found from the start on.
    private static String partFromEnd(String text, String separator, long n) {
        long parts = 1;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + separator.length())) {
            parts++;
        }
        return n > parts ? "" : partFromStart(text, separator, parts - n + 1);
    }

    static String trim(String text, String characters, boolean atStart, boolean atEnd) {
        int from = 0;
        int to = text.length();
        while (atStart && from < to && characters.indexOf(text.codePointAt(from)) >= 0) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (atEnd && from < to && characters.indexOf(text.codePointBefore(to)) >= 0) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    static String capitals(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean within = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            result.appendCodePoint(within ? Character.toLowerCase(point) : Character.toTitleCase(point));
            within = Character.isLetterOrDigit(point);
            i += Character.charCount(point);
        }
        return result.toString();
    }

    static String translate(String text, String sought, String replacements) {
        int[] from = sought.codePoints().toArray();
        int[] to = replacements.codePoints().toArray();
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            int at = 0;
            while (at < from.length && from[at] != point) {
                at++;
            }
            if (at == from.length) {
                result.appendCodePoint(point);
            } else if (at < to.length) {
                result.appendCodePoint(to[at]);
            }
        });
        return result.toString();
    }

    /// As `left(text, start - 1) || by || substring(text, start + count)`.
    static String overlay(String text, String by, long start, long count) {
        long rest = start + count - 1;
        int length = count(text);
        String tail = rest <= 0 ? text : right(text, Math.max(0, length - rest));
        return left(text, start - 1) + by + tail;
    }

    static int levenshtein(String first, String second) {
        int[] a = first.codePoints().toArray();
        int[] b = second.codePoints().toArray();
        if ((long) a.length * b.length > CHARACTERS_MAX) {
            throw new EngineException(ErrorCode.LIMIT_EXCEEDED, "LEVENSHTEIN of texts that are too long");
        }
        int[] row = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int above = row[j];
                int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length];
    }
}
