/// Where rows and fields lie in the bytes of a CSV file: in, a buffer of bytes and the dialect; out, the last whole
/// row,
/// and the start and end of each field. Read {@link io.colonnade.storage.ingest.csv.layout.FieldIndex} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.ingest.csv.layout;
