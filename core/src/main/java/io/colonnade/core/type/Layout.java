package io.colonnade.core.type;

/// How the values of a type lie in memory when a column is plain: Arrow's layouts, little-endian.
///
/// ```text
/// BIT      one bit a value, least significant first, padded to 8 bytes
/// INT32    4 bytes     TINYINT, SMALLINT, INTEGER, DATE (days since 1970-01-01)
/// INT64    8 bytes     BIGINT, TIMESTAMP [WITH TIME ZONE] (microseconds since 1970-01-01T00:00), TIME (since
/// midnight),
///                      DECIMAL up to 18 digits (unscaled)
/// INT128  16 bytes     DECIMAL of 19 to 38 digits (unscaled two's complement, low word first), INTERVAL
/// FLOAT64  8 bytes     DOUBLE, REAL
/// VIEW    16 bytes     CHAR, VARCHAR: Arrow Utf8View
///           length <= 12: | length int32 | up to 12 bytes, zero padded                    |
///           longer:       | length int32 | 4 byte prefix | heap index int32 | offset int32 |
/// ```
public enum Layout {
    BIT(0),
    INT32(4),
    INT64(8),
    INT128(16),
    FLOAT64(8),
    VIEW(16);

    private final int bytes;

    Layout(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes a value takes; 0 for BIT.
    public int bytes() {
        return bytes;
    }

    /// Bytes that `rows` values take, bitmaps padded to whole words of 8 bytes.
    public long bytes(long rows) {
        return this == BIT ? (rows + 63) / 64 * 8 : rows * bytes;
    }

    public boolean isInteger() {
        return this == INT32 || this == INT64;
    }
}
