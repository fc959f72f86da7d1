package io.colonnade.planner.parse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes the escapes of JDBC that stand for what they hold out of a statement.
///
/// ```text
/// SELECT {fn UCASE(a)} FROM {oj t LEFT JOIN u ON ..} WHERE a LIKE 'x!_%' {escape '!'}
/// SELECT     UCASE(a)  FROM     t LEFT JOIN u ON ..  WHERE a LIKE 'x!_%'  escape '!'
/// ```
///
/// `{fn CONVERT(a, SQL_INTEGER)}` becomes `CAST(a AS INTEGER)`, in as many characters.
///
/// All other characters stay where they are, so that positions in errors are right. The grammar knows `{d '..'}`,
/// `{t '..'}` and `{ts '..'}`.
final class JdbcEscapes {
    private static final Pattern CONVERT = Pattern.compile("\\s*(CONVERT)\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern TYPE = Pattern.compile(",\\s*SQL_([A-Z]+)(?=\\s*\\)\\s*$)", Pattern.CASE_INSENSITIVE);

    private final String sql;
    private final StringBuilder plain;
    private final Deque<Escape> open = new ArrayDeque<>();

    /// A brace that is open: whether it was taken out, and where what it holds begins.
    private record Escape(boolean goes, int from) {}

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
                if (c == '}' && !open.isEmpty()) {
                    close(open.pop(), at);
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
        open.push(new Escape(goes, end));
        return end;
    }

    private void close(Escape escape, int at) {
        if (escape.goes) {
            blank(at, at + 1);
            Matcher type = TYPE.matcher(plain).region(escape.from, at);
            Matcher convert = CONVERT.matcher(plain).region(escape.from, at);
            if (convert.lookingAt() && type.find()) {
                // Texts of any length go into what is CHAR to JDBC.
                String name = type.group(1).equalsIgnoreCase("CHAR") ? "TEXT" : type.group(1);
                plain.replace(type.start(), type.end(1), padded(" AS " + name, type.end(1) - type.start()));
                plain.replace(convert.start(1), convert.end(1), padded("CAST", convert.end(1) - convert.start(1)));
            }
        }
    }

    private static String padded(String text, int length) {
        return text + " ".repeat(length - text.length());
    }

    private void blank(int from, int to) {
        for (int i = from; i < to; i++) {
            plain.setCharAt(i, ' ');
        }
    }
}
