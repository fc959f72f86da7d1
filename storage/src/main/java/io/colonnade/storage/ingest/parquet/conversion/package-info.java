/// From the values of Parquet's physical types to those of our columns, an array at a time: in, bytes in PLAIN
/// encoding;
/// out, typed memory. What does not fit is a {@link io.colonnade.storage.ingest.parquet.conversion.BadValue}. Read
/// {@link io.colonnade.storage.ingest.parquet.conversion.Conversions} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.ingest.parquet.conversion;
