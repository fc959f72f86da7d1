package io.colonnade.exec.kernel.filter;

/// How many rows of each call a loop of the Vector API takes, while the JVM has not compiled it.
///
/// Until then each operation on a vector makes objects and takes a microsecond or more: a hundred times as
/// long as the scalar twin, which takes the other rows. Few rows of each call are enough for the JVM to
/// notice the loop.
///
/// ```text
/// calls    1 .. 200    one word of rows    so that the loop is compiled with a profile
///        201 .. last   a piece             so that it is compiled for good
///                      all rows
/// ```
///
/// *Thread safety*: any threads; those that count at the same time may lose a count.
public final class VectorShare {
    /// What the JVM counts before it compiles a method the first time.
    private static final int NOTICED = 200;

    private static final int WORD = 64;

    private final int piece;
    private final int last;
    private int calls;

    /// @param piece rows of a call, a multiple of 64
    /// @param calls after so many the loop takes all rows
    public VectorShare(int piece, int calls) {
        this.piece = piece;
        this.last = calls;
    }

    /// All of the rows, or a multiple of 64.
    public int of(int rows) {
        if (calls >= last) {
            return rows;
        }
        calls++;
        return Math.min(rows, calls <= NOTICED ? WORD : piece);
    }
}
