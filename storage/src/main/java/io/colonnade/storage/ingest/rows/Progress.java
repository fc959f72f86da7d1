package io.colonnade.storage.ingest.rows;

/// Bytes of the files as they lie on disk: handed out so far, and in all.
public record Progress(long bytesDone, long bytesTotal) {}
