/// Tables on disk and in memory: what a database directory holds, how rows become segments, and how segments are read.
///
/// ```text
/// directory  Database > NodeStorage     a directory or a name in memory, its nodes, the lock
/// meta       MetaLog                    the one log that makes segments visible
/// load       LoadSession                pages in, sorted segments out
/// segment    SegmentStore > Segment     blocks of encoded columns, zone maps
/// ingest     rows of CSV and Parquet files for COPY
/// ```
///
/// Read {@link io.colonnade.storage.directory.Database} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage;
