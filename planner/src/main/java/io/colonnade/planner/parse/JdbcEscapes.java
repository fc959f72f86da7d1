package io.colonnade.planner.parse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/// Takes the escapes of JDBC that stand for what they hold out of a statement.
///
/// ```text
/// SELECT {fn UCASE(a)} FROM {oj t LEFT JOIN u ON ..} WHERE a LIKE 'x!_%' {escape '!'}
/// SELECT     UCASE(a)  FROM     t LEFT JOIN u ON ..  WHERE a LIKE 'x!_%'  escape '!'
/// ```
///
/// All other characters stay where they are, so that positions in errors are right. The grammar knows `{d '..'}`,
/// `{t '..'}` and `{ts '..'}`.
final class JdbcEscapes {
    private final String sql;
    private final StringBuilder plain;
    /// For each brace that is open: whether it was taken out.
    private final Deque<Boolean> open = new ArrayDeque<>();

    private JdbcEscapes(String sql) {
        this.sql = sql;
        this.plain = new StringBuilder(sql);
    }

    static String without(String sql) {
        return sql.indexOf('{') < 0 ? sql : new JdbcEscapes(sql).read();
    }

    private String read() {
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\'' || c == '"') {
                at = after(String.valueOf(c), at + 1);
            } else if (sql.startsWith("--", at)) {
                at = after("\n", at);
            } else if (sql.startsWith("/*", at)) {
                at = after("*/", at + 2);
            } else if (c == '{') {
                at = open(at);
            } else {
                if (c == '}' && !open.isEmpty() && open.pop()) {
                    blank(at, at + 1);
                }
                at++;
            }
        }
        return plain.toString();
    }

    private int after(String mark, int from) {
        int end = sql.indexOf(mark, from);
        return end < 0 ? sql.length() : end + mark.length();
    }

    private int open(int at) {
        int start = at + 1;
        while (start < sql.length() && Character.isWhitespace(sql.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        String word = sql.substring(start, end).toLowerCase(Locale.ROOT);
        boolean goes = word.equals("fn") || word.equals("oj") || word.equals("escape");
        if (goes) {
            blank(at, word.equals("escape") ? at + 1 : end);
        }
        open.push(goes);
        return end;
    }

    private void blank(int from, int to) {
        for (int i = from; i < to; i++) {
            plain.setCharAt(i, ' ');
        }
    }
}
