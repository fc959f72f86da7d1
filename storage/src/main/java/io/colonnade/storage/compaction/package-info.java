/// What compaction merges next: {@link io.colonnade.storage.compaction.MergeChoice} looks at the segments of a table
/// and answers with those that are to become one.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.compaction;
