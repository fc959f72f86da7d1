package io.colonnade.storage.meta;

/// A load that was committed under a name, so that doing it again changes nothing: the rows it loaded and when
/// it was committed, in milliseconds since 1970. Labels are kept for {@link #KEPT_MILLIS}, the latest {@link
/// #KEPT} at most.
public record LoadLabel(String label, long tableId, long rows, long wallMillis) {
    public static final long KEPT_MILLIS = 30L * 24 * 60 * 60 * 1000;
    public static final int KEPT = 10_000;
}
