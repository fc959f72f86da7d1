package io.colonnade.sample.table;

/// One column of a generated table.
///
/// @param name as in the CREATE TABLE statement
/// @param kind which call of [RowSink] delivers its values
/// @param precision total digits of a DECIMAL, else 0
/// @param scale digits after the point of a DECIMAL, else 0
/// @param nullable whether [RowSink#missing] may stand in its place
public record SampleColumn(String name, Kind kind, int precision, int scale, boolean nullable) {

    /// The types that sample data uses.
    public enum Kind {
        BOOLEAN,
        SMALLINT,
        INTEGER,
        BIGINT,
        DOUBLE,
        DECIMAL,
        DATE,
        TIMESTAMP,
        VARCHAR
    }

    public static SampleColumn of(String name, Kind kind) {
        return new SampleColumn(name, kind, 0, 0, false);
    }

    public static SampleColumn decimal(String name, int precision, int scale) {
        return new SampleColumn(name, Kind.DECIMAL, precision, scale, false);
    }

    public SampleColumn orNull() {
        return new SampleColumn(name, kind, precision, scale, true);
    }
}
