package io.colonnade.storage.ingest.csv.layout;

import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.nio.charset.StandardCharsets;

/// The options of a CSV file as bytes; `quote` is {@link #NO_QUOTE} if there is none.
public record CsvDialect(byte delimiter, int quote, byte[] nullText, boolean header) {
    public static final int NO_QUOTE = -1;

    public static CsvDialect of(FileOptions options) {
        byte delimiter = single("DELIMITER", options.delimiter());
        int quote = options.quote().isEmpty() ? NO_QUOTE : single("QUOTE", options.quote());
        if (quote == delimiter) {
            throw invalid("DELIMITER and QUOTE are the same character");
        }
        String nullText = options.nullText();
        if (nullText.indexOf('\n') >= 0 || nullText.indexOf('\r') >= 0 || nullText.indexOf(delimiter) >= 0) {
            throw invalid("NULL text '" + nullText + "' contains a delimiter or a line break");
        }
        return new CsvDialect(delimiter, quote, nullText.getBytes(StandardCharsets.UTF_8), options.header());
    }

    private static byte single(String option, String text) {
        if (text.length() != 1 || text.charAt(0) > 0x7E || text.charAt(0) == '\n' || text.charAt(0) == '\r') {
            throw invalid(option + " '" + text + "' is not a single ASCII character");
        }
        return (byte) text.charAt(0);
    }

    private static EngineException invalid(String message) {
        return new EngineException(ErrorCode.INVALID_PARAMETER, "COPY option " + message);
    }
}
