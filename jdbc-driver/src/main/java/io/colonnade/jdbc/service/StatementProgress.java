package io.colonnade.jdbc.service;

/// How far a COPY has come; get it, from another thread than the one that runs it, by
/// `statement.unwrap(StatementProgress.class)`.
///
/// All bytes of the files may be read while rows are still being sorted and written.
///
/// @param rows read from the files, or written to the file
/// @param bytesDone bytes of the files, as they lie on disk, that were read
/// @param bytesTotal bytes of all files to read; 0 if that is not known, as for a COPY TO
public record StatementProgress(long rows, long bytesDone, long bytesTotal) {

    /// Nothing is running, or nothing is known of it.
    public static final StatementProgress NONE = new StatementProgress(0, 0, 0);
}
