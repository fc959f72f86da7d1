/// What every kind of file looks like to the one who loads it: a source of chunks, each of which is parsed by the
/// thread that took it. Comes in: nothing; the kinds of file implement it. Read
/// {@link io.colonnade.storage.ingest.rows.RowSource} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.ingest.rows;
