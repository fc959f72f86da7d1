package io.colonnade.core.catalog;

/// How the files of a COPY are to be read.
///
/// *CSV*: `delimiter` and `quote` are one character each (quote may be empty: none); `header` skips the first
/// row of each file; an unquoted field equal to `nullText` is NULL, and as in PostgreSQL an empty `nullText`
/// makes unquoted empty fields NULL. A delimiter at the end of every row (dbgen) is accepted. The file's
/// extension tells gzip (`.gz`) and zstd (`.zst`). *JSON*: one object a line, its fields matched by name,
/// case-insensitively; fields without a column are an error unless `ignoreUnknown`. The same extensions tell
/// compression. *Parquet*: columns are matched by name, case-insensitively; the CSV members do not count.
///
/// A moment without a zone in CSV and JSON is what clocks of `timeZone` show, a name of the tz database.
///
/// Up to `errorsMax` bad rows of the whole statement are left out and reported; one more ends it.
public record FileOptions(
        Format format,
        String delimiter,
        boolean header,
        String nullText,
        String quote,
        long errorsMax,
        boolean ignoreUnknown,
        String timeZone) {
    /// What kind of file.
    public enum Format {
        CSV,
        PARQUET,
        JSON
    }

    public static final FileOptions CSV = new FileOptions(Format.CSV, ",", false, "", "\"");
    public static final FileOptions PARQUET = new FileOptions(Format.PARQUET, ",", false, "", "\"");
    public static final FileOptions JSON = new FileOptions(Format.JSON, ",", false, "", "\"");

    /// Takes no bad row.
    public FileOptions(Format format, String delimiter, boolean header, String nullText, String quote) {
        this(format, delimiter, header, nullText, quote, 0, false);
    }

    /// Moments without a zone are in UTC.
    public FileOptions(
            Format format,
            String delimiter,
            boolean header,
            String nullText,
            String quote,
            long errorsMax,
            boolean ignoreUnknown) {
        this(format, delimiter, header, nullText, quote, errorsMax, ignoreUnknown, "UTC");
    }

    public FileOptions withTimeZone(String name) {
        return new FileOptions(format, delimiter, header, nullText, quote, errorsMax, ignoreUnknown, name);
    }
}
