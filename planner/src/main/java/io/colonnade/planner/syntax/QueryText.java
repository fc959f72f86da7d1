package io.colonnade.planner.syntax;

import org.apache.calcite.sql.parser.SqlParserPos;

/// Finds the text that a piece of syntax was read from.
public final class QueryText {
    private QueryText() {}

    /// The part of `sql` from the beginning of `range` to its end.
    public static String cut(String sql, SqlParserPos range) {
        int start = offset(sql, range.getLineNum(), range.getColumnNum());
        int end = offset(sql, range.getEndLineNum(), range.getEndColumnNum()) + 1;
        return sql.substring(start, Math.min(end, sql.length()));
    }

    /// Where a piece of syntax begins in `sql`.
    public static int offset(String sql, SqlParserPos place) {
        return offset(sql, place.getLineNum(), place.getColumnNum());
    }

    /// Lines and columns count from 1; a line ends with CR, LF or both.
    private static int offset(String sql, int line, int column) {
        int at = 0;
        for (int i = 1; i < line; i++) {
            while (sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
                at++;
            }
            at += sql.startsWith("\r\n", at) ? 2 : 1;
        }
        return at + column - 1;
    }
}
