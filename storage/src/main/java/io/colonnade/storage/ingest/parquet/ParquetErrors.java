package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.storage.ingest.parquet.conversion.BadValue;
import java.io.IOException;
import java.nio.file.Path;

/// What a user is told of a Parquet file.
record ParquetErrors(Path file) {
    private static final int VALUE_LENGTH_MAX = 64;

    EngineException damaged(String what) {
        return new EngineException(ErrorCode.CORRUPT_DATA, "file " + file + " is truncated or damaged: " + what);
    }

    EngineException damaged(String what, Throwable cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new EngineException(
                ErrorCode.CORRUPT_DATA, "file " + file + " is truncated or damaged: " + what + ": " + reason, cause);
    }

    EngineException unreadable(IOException cause) {
        return new EngineException(ErrorCode.IO, "cannot read file " + file + ": " + cause.getMessage(), cause);
    }

    EngineException notSupported(String what) {
        return new EngineException(ErrorCode.NOT_SUPPORTED, "file " + file + ": " + what + " is not supported yet");
    }

    /// `row` counts from 1 within the file; 0 if it is not known.
    EngineException badValue(String columnName, long row, BadValue problem) {
        String value = problem.value();
        String shortened = value.length() <= VALUE_LENGTH_MAX ? value : value.substring(0, VALUE_LENGTH_MAX) + "...";
        return new EngineException(
                problem.code,
                "cannot load " + file + ": " + (row == 0 ? "" : "row " + row + ", ") + "column " + columnName + ": '"
                        + shortened + "' " + problem.problem());
    }

    EngineException nullValue(String columnName, long row) {
        return new EngineException(
                ErrorCode.NOT_NULL_VIOLATION,
                "cannot load " + file + ": row " + row + ", column " + columnName
                        + " is NULL, but the column is NOT NULL");
    }
}
