/// What one node of a database stores: its segments, in memory or in a folder, and the files that are being
/// written.
///
/// In: loads and merges, and the entries of the metadata log. Out: segments to scan and entries to commit. Read
/// {@link io.colonnade.storage.node.NodeStorage} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.node;
