package io.colonnade.planner.parse;

import java.util.Locale;
import java.util.Set;

/// Tells the few statements that sessions carry out by themselves by their first word, so that no other has to be
/// parsed twice.
public final class SessionWords {
    private static final Set<String> WORDS = Set.of(
            "BEGIN",
            "START",
            "COMMIT",
            "END",
            "ROLLBACK",
            "SET",
            "RESET",
            "USE",
            "PREPARE",
            "EXECUTE",
            "DEALLOCATE",
            "KILL");

    private SessionWords() {}

    /// True if the first word, behind blanks and comments, is one of theirs.
    public static boolean begins(String sql) {
        int start = 0;
        while (start < sql.length()) {
            if (Character.isWhitespace(sql.charAt(start))) {
                start++;
            } else if (sql.startsWith("--", start)) {
                start = after(sql, "\n", start);
            } else if (sql.startsWith("/*", start)) {
                start = after(sql, "*/", start + 2);
            } else {
                break;
            }
        }
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return WORDS.contains(sql.substring(start, end).toUpperCase(Locale.ROOT));
    }

    private static int after(String sql, String mark, int from) {
        int at = sql.indexOf(mark, from);
        return at < 0 ? sql.length() : at + mark.length();
    }
}
