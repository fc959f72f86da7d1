package io.colonnade.storage.ingest.rows;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.RejectedRow;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What is wrong with a row of a file, in the words that a user is told. `line` is that in which the row begins,
/// counted from 1; `column` is the one to blame, or null.
public record RowProblem(
        ErrorCode code,
        String tableName,
        Path file,
        long line,
        @Nullable String column,
        String problem,
        @Nullable String hint) {
    /// The error that ends the statement.
    public EngineException toException() {
        boolean isQuery = tableName.isEmpty();
        String where = (isQuery ? "cannot read " + file : "cannot load " + file + " into " + tableName) + ": row "
                + line + ", ";
        String advice = hint == null && isQuery
                ? "give types: read_csv('..', columns => 'a VARCHAR, ..'), or read_json with the same"
                : hint;
        return new EngineException(code, where + message(), null, advice, null);
    }

    private String message() {
        if (column == null) {
            return problem;
        }
        return "column " + column + (code == ErrorCode.NOT_NULL_VIOLATION ? " " : ": ") + problem;
    }

    RejectedRow rejected(String text) {
        return new RejectedRow(file.toString(), line, column, code.sqlState(), problem, text);
    }
}
