package io.colonnade.shell;

import io.colonnade.jdbc.service.EngineFailure;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows a failure to a person: message, the line it is about with a caret, hint.
///
/// ```
/// error 42703: Column 'lo_revenu' is not in table 'lineorder'
///   line 3: select lo_revenu
///                  ^
/// hint: Did you mean 'lo_revenue'?
/// ```
final class ErrorText {

    /// How much of a long line is shown on each side of the caret.
    private static final int CONTEXT_CHARACTERS = 60;

    private ErrorText() {}

    /// @param place where the statement begins, such as `load.sql:12`, or empty
    static String of(SQLException error, String sql, String place, int firstLine) {
        EngineFailure failure = failure(error);
        StringBuilder text = new StringBuilder(place.isEmpty() ? "" : place + ": ");
        text.append("error ").append(error.getSQLState() == null ? "" : error.getSQLState() + ": ");
        if (failure == null) {
            return text.append(error.getMessage()).toString();
        }
        text.append(failure.getMessage());
        if (failure.line() > 0) {
            text.append(position(sql, failure, firstLine));
        }
        if (failure.hint() != null) {
            text.append("\nhint: ").append(failure.hint());
        }
        return text.toString();
    }

    private static @Nullable EngineFailure failure(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineFailure failure) {
                return failure;
            }
        }
        return null;
    }

    private static String position(String sql, EngineFailure failure, int firstLine) {
        List<String> lines = sql.lines().toList();
        if (failure.line() > lines.size()) {
            return "";
        }
        String line = lines.get(failure.line() - 1);
        String label = "\n  line " + (firstLine + failure.line() - 1) + ": ";
        if (failure.column() < 1) {
            return label + DisplayText.visible(line);
        }
        int caret = Math.min(failure.column() - 1, line.length());
        int from = Math.max(0, caret - CONTEXT_CHARACTERS);
        int to = Math.min(line.length(), caret + CONTEXT_CHARACTERS);
        String before = (from > 0 ? "…" : "") + DisplayText.visible(line.substring(from, caret));
        String after = DisplayText.visible(line.substring(caret, to)) + (to < line.length() ? "…" : "");
        int indent = label.length() - 1 + DisplayText.width(before);
        return label + before + after + '\n' + " ".repeat(indent) + '^';
    }
}
