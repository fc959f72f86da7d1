package io.colonnade.sample.table;

import java.io.IOException;

/// Takes rows field by field, in the order of the table's columns.
///
/// ```
/// whole(7) text("x", 1) missing() endRow()   whole(8) ...
/// ```
///
/// *Contract*: one call per column, by the column's kind, then [#endRow]; a row's text may not exceed
/// [#ROW_TEXT_BYTES_MAX] bytes. *Ownership*: the bytes of [#text] are copied before the call returns.
/// *Threads*: one at a time.
public interface RowSink {

    /// Upper bound of the text bytes of one row, so that sinks need to look at their buffer only between rows.
    int ROW_TEXT_BYTES_MAX = 4096;

    /// A SMALLINT, INTEGER or BIGINT.
    void whole(long value);

    void real(double value);

    /// A DECIMAL as its unscaled value: 12345 with scale 2 is 123.45.
    void decimal(long unscaled, int scale);

    /// A DATE as days since 1970-01-01.
    void date(int epochDay);

    /// A TIMESTAMP as microseconds since 1970-01-01 00:00.
    void timestamp(long epochMicros);

    void truth(boolean value);

    /// A VARCHAR: the first `length` bytes of `utf8`.
    void text(byte[] utf8, int length);

    /// NULL.
    void missing();

    void endRow() throws IOException;

    default void text(byte[] utf8) {
        text(utf8, utf8.length);
    }

    default void text(TextBuffer text) {
        text(text.bytes(), text.length());
    }
}
