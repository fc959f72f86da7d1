package io.colonnade.storage.node;

import org.jspecify.annotations.Nullable;

/// What a backup or restore brought over: the version of the snapshot, when it was taken in milliseconds since
/// 1970 (null if what was restored is no backup), files that were linked and copied, and the bytes of both.
public record CopyReport(long version, @Nullable Long takenMillis, long linked, long copied, long bytes) {}
