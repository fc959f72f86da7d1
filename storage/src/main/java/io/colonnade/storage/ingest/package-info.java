/// The files of a COPY: paths and options come in, pages in the types of the target table go out.
///
/// {@link io.colonnade.storage.ingest.FileGlob} turns what a user wrote into files,
/// {@link io.colonnade.storage.ingest.CopyFiles} (read it first) opens them as a
/// {@link io.colonnade.storage.ingest.rows.RowSource}; `csv` and `parquet` do the work.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.ingest;
