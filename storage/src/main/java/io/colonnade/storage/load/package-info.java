/// From pages to segments: a {@link io.colonnade.storage.load.LoadSession} takes pages from several threads, splits
/// their rows by slot, sorts them and encodes images and Parquet files.
///
/// ```text
/// thread 1: Appender.append(page) --> chunk per slot --full--> sorted run --memory short--> temporary file
/// thread 2: Appender.append(page) --> chunk per slot --full--> sorted run
/// finish(): runs cut at splitters --> LoadJob, LoadJob, ... (any threads) --> image + Parquet --> SegmentEntry
/// ```
///
/// Nothing here owns a thread. Read {@link io.colonnade.storage.load.LoadSession} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.load;
