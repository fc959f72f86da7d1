package io.colonnade.storage.ingest.csv;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.storage.ingest.csv.layout.CsvDialect;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import io.colonnade.storage.ingest.csv.value.BadField;
import io.colonnade.storage.ingest.rows.RowProblem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a user is told of a bad row: table, file, row (the line, counted from 1, in which it begins), column, value.
record CsvErrors(String tableName, Path file) {
    private static final int VALUE_LENGTH_MAX = 64;

    RowProblem badField(long line, String columnName, String value, BadField problem) {
        String message = problem.code == ErrorCode.NOT_NULL_VIOLATION
                ? problem.problem()
                : "'" + shortened(value) + "' " + problem.problem();
        return problem(problem.code, line, columnName, message, null);
    }

    RowProblem wrongCount(long line, FieldIndex.BadRow row, int columnCount, CsvDialect dialect) {
        String fields = row.fieldCount() == 1 ? "1 field" : row.fieldCount() + " fields";
        String columns = columnCount == 1 ? "1 column" : columnCount + " columns";
        return problem(
                ErrorCode.BAD_COPY_DATA,
                line,
                null,
                row.isBlank()
                        ? "the line is blank, but the table has " + columns
                        : "the row has " + fields + ", but the table has " + columns,
                row.isBlank()
                        ? "remove blank lines"
                        : "fields are separated by '" + (char) dialect.delimiter()
                                + "': check DELIMITER, QUOTE and the column list");
    }

    EngineException unterminatedQuote(long line, CsvDialect dialect) {
        return error(
                ErrorCode.BAD_COPY_DATA,
                line,
                "a quoted field of this row is never closed",
                "quotes are written as '" + (char) dialect.quote() + "'; use QUOTE '' if the file has none");
    }

    EngineException rowTooLong(long line, long bytesMax) {
        return error(
                ErrorCode.LIMIT_EXCEEDED,
                line,
                "the row is longer than " + bytesMax + " bytes",
                "rows end with a line feed");
    }

    RowProblem invalidUtf8(long line, String columnName, long bytePosition, int value) {
        return problem(
                ErrorCode.INVALID_UTF8,
                line,
                columnName,
                String.format("invalid UTF-8: 0x%02X at byte %d of the file", value, bytePosition),
                "convert the file to UTF-8, for example with iconv");
    }

    private EngineException error(ErrorCode code, long line, String message, @Nullable String hint) {
        return problem(code, line, null, message, hint).toException();
    }

    private RowProblem problem(
            ErrorCode code, long line, @Nullable String column, String message, @Nullable String hint) {
        return new RowProblem(code, tableName, file, line, column, message, hint);
    }

    private static String shortened(String value) {
        String oneLine = value.replace("\n", "\\n").replace("\r", "\\r");
        if (oneLine.length() <= VALUE_LENGTH_MAX) {
            return oneLine;
        }
        int end = Character.isHighSurrogate(oneLine.charAt(VALUE_LENGTH_MAX - 1))
                ? VALUE_LENGTH_MAX - 1
                : VALUE_LENGTH_MAX;
        return oneLine.substring(0, end) + "...";
    }
}
