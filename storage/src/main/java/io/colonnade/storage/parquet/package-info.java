/// The durable and open form of a segment: a plain Parquet file that any tool reads.
///
/// ```text
/// one row group; columns in the order of the table, field ids are column ids
/// column = [dictionary page] data page*       a data page (version 1) for each block of 65,536 rows
/// values   RLE_DICTIONARY where few are distinct, else PLAIN; pages are compressed with ZSTD and carry a CRC
/// footer   column and offset indexes, statistics; "colonnade.segment": SegmentSchema as Base64
/// ```
///
/// | SQL | Parquet |
/// |---|---|
/// | BOOLEAN, REAL, DOUBLE | BOOLEAN, FLOAT, DOUBLE |
/// | TINYINT, SMALLINT, INTEGER, BIGINT | INT32 (INT 8), INT32 (INT 16), INT32, INT64 |
/// | DECIMAL to 9, 18, 38 digits | INT32, INT64, FIXED_LEN_BYTE_ARRAY(16) (DECIMAL) |
/// | DATE, TIME | INT32 (DATE), INT64 (TIME micros, not adjusted to UTC) |
/// | TIMESTAMP, with zone | INT64 (TIMESTAMP micros, not adjusted to UTC; adjusted) |
/// | INTERVAL | FIXED_LEN_BYTE_ARRAY(16): the number of {@link io.colonnade.core.type.Interval}, big-endian, no
/// annotation |
/// | CHAR, VARCHAR | BYTE_ARRAY (STRING) |
///
/// Rows that belong to no segment get into such a file too, in row groups of a bounded size and without our own
/// key in the footer: {@link io.colonnade.storage.parquet.ParquetRowsWriter}.
///
/// Read {@link io.colonnade.storage.parquet.ParquetSegmentWriter} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.parquet;
