package io.colonnade.sample.file;

import java.util.Locale;

/// How rows are written to files.
///
/// @param kind the format
/// @param header whether a CSV file begins with the names of the columns
/// @param gzip whether a text file is compressed
public record FileFormat(Kind kind, boolean header, boolean gzip) {

    public static final FileFormat CSV = new FileFormat(Kind.CSV, true, false);
    public static final FileFormat TBL = new FileFormat(Kind.TBL, false, false);
    public static final FileFormat PARQUET = new FileFormat(Kind.PARQUET, false, false);

    /// The formats.
    public enum Kind {
        /// Commas between fields, quotes where needed, NULL as an empty field.
        CSV,
        /// As dbgen writes: a bar after each field, the last one included, and no quotes.
        TBL,
        /// Parquet with ZSTD pages and annotated types.
        PARQUET
    }

    public FileFormat {
        if (header && kind != Kind.CSV) {
            throw new IllegalArgumentException("only csv files have a header");
        }
        if (gzip && kind == Kind.PARQUET) {
            throw new IllegalArgumentException("parquet files are compressed inside; leave out gzip");
        }
    }

    /// What file names end in: `csv`, `tbl.gz`, `parquet` ...
    public String extension() {
        return kind.name().toLowerCase(Locale.ROOT) + (gzip ? ".gz" : "");
    }

    /// The options of a COPY statement that reads such files.
    public String copyOptions() {
        return switch (kind) {
            case CSV -> header ? "FORMAT csv, HEADER true" : "FORMAT csv";
            case TBL -> "FORMAT csv, DELIMITER '|'";
            case PARQUET -> "FORMAT parquet";
        };
    }

    /// Distinguishes folders of different formats.
    @Override
    public String toString() {
        return extension() + (kind == Kind.CSV && !header ? " without header" : "");
    }
}
