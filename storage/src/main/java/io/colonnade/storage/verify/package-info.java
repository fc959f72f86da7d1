/// Proving what is stored: everything of a segment is read again and compared with what the catalog says of it.
///
/// ```text
/// SegmentEntry ----------- size, CRC-32C, rows, statistics, slot, partition, deleted rows
///      |                        |                   |
///   17.parquet  -- values --  17.image  -- blocks, zones, order, NOT NULL
/// ```
///
/// Read {@link io.colonnade.storage.verify.SegmentCheck} first; what it finds is a
/// {@link io.colonnade.storage.verify.Fault}.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.verify;
