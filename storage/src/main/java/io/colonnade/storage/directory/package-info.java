/// Opening a database: in memory or in a directory, with its nodes and the one metadata log.
///
/// ```text
/// DIR/colonnade.lock        held by the one process that has the database open
/// DIR/colonnade.database    format version, node count
/// DIR/colonnade.reached     how far the log has come, so that an older copy of it is noticed
/// DIR/meta/                 the metadata log and its snapshots
/// DIR/node-0/segments/      17.parquet, 17.image
/// DIR/node-0/temporary/     spilled rows; emptied at open
/// ```
///
/// Read {@link io.colonnade.storage.directory.Database} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.directory;
