/// Files in the segment folders of a database that no snapshot lists: which of them may be deleted, and which are kept
/// for their owner to look at. Read {@link io.colonnade.storage.orphan.UnlistedFiles} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.orphan;
