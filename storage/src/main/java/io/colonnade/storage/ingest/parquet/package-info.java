/// Parquet files of any writer as a source of pages: an own vectorized decoder of flat columns. Bytes of column
/// chunks come in, plain columns in the types of the target table go out.
///
/// ```text
/// ParquetFile      footer (parquet-java): columns, row groups
///   PageStream     pages of a column chunk: header (parquet-java), checksum, decompression
///     DataPage     definition levels as a bitmap; values plain, or ids of a dictionary
///       ColumnReader   n rows at a time into typed memory, through a Conversion
///   RowGroupReader several columns side by side, as pages of at most 4,096 rows
/// ```
///
/// - Columns match by name, case-insensitively; flat ones only.
/// - Values convert where nothing is lost: integers of any width and decimals of another precision are checked one by
///   one; timestamps of nanoseconds are rounded to microseconds; those adjusted to UTC become the time of day in UTC.
/// - Dictionary ids, plain values and levels are decoded in bulk. DELTA_* and BYTE_STREAM_SPLIT pages go value by value
///   through parquet-java into a plain page first.
/// - A page's CRC is checked if it has one. Every size is checked against the bytes that are there.
///
/// Read {@link io.colonnade.storage.ingest.parquet.ParquetFile} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.ingest.parquet;
