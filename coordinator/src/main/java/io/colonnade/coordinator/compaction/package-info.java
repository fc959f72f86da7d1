/// Merging small segments while statements go on: commits come in, fewer and larger segments go out. Read
/// {@link io.colonnade.coordinator.compaction.Compaction} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.compaction;
