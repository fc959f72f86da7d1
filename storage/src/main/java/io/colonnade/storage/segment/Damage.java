package io.colonnade.storage.segment;

/// What is wrong with a file of a database, and what its owner can do.
///
/// `tableId` and `segmentId` are {@link #NONE} if the file is no part of any. `reason` completes the name of the
/// file to a sentence: "is missing". `advice` is a sentence without its full stop. `sinceMillis` is when it was
/// found.
public record Damage(
        State state,
        int node,
        long tableId,
        long segmentId,
        String file,
        String reason,
        String advice,
        long sinceMillis) {
    /// Stands for no table, no segment.
    public static final long NONE = -1;

    /// How bad it is.
    public enum State {
        /// All rows are there and answers are right; somebody should have a look.
        YELLOW,
        /// What rows are read from is lost: nothing that needs the segment is answered.
        RED
    }
}
