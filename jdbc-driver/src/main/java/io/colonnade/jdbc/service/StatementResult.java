package io.colonnade.jdbc.service;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one run of a statement gives: rows, streamed as frames, or a count.
///
/// ```
/// columns() empty,     updateCount() >= 0    the statement is done
/// columns() not empty, updateCount() == -1   nextFrame() .. nextFrame() -> null, then statistics()
/// ```
///
/// *Frame*: one encapsulated message of the Arrow IPC stream format (continuation marker, metadata length,
/// flatbuffer, body), little-endian, uncompressed, in a heap buffer from its position to its limit. A Schema
/// message may come first and an end-of-stream marker last; every other frame is a RecordBatch, and one of
/// zero rows is allowed. Dictionary-encoded fields are not: the engine decodes at this border.
///
/// *Columns of a batch*, in the order of [#columns]:
///
/// | type | Arrow | buffers |
/// |---|---|---|
/// | BOOLEAN | Bool | validity, bits |
/// | TINYINT, SMALLINT, INTEGER, BIGINT | Int 8, 16, 32, 64 signed | validity, values |
/// | REAL, DOUBLE | FloatingPoint single, double | validity, values |
/// | DECIMAL(p, s) | Decimal 128 with the column's scale | validity, 16-byte values |
/// | CHAR, VARCHAR | Utf8 | validity, int32 offsets, bytes |
/// | DATE | Date, days | validity, int32 |
/// | TIME | Time, microseconds | validity, int64 |
/// | TIMESTAMP | Timestamp, microseconds, no zone | validity, int64 |
/// | TIMESTAMP WITH TIME ZONE | Timestamp, microseconds, UTC | validity, int64 |
/// | INTERVAL | Utf8, as PostgreSQL writes it: `1 year 2 mons 3 days 04:05:06` | validity, int32 offsets, bytes |
/// | untyped NULL | Null | none |
///
/// A validity buffer of length zero means that nothing is null.
///
/// *Ownership*: a frame belongs to the caller and is never written again. *Threads*: one thread at a time reads;
/// `close` may come from another. *Flow*: the engine produces at most a bounded number of frames ahead.
public interface StatementResult extends AutoCloseable {

    /// The columns of the rows; empty when the statement returns none.
    List<ColumnDescription> columns();

    /// Rows changed by the statement, 0 where that means nothing (CREATE TABLE), -1 when it returns rows.
    long updateCount();

    /// The next frame, or null after the last one. Waits for the engine; an error in the middle of the rows
    /// comes from here, and then nothing more follows.
    @Nullable
    ByteBuffer nextFrame() throws EngineFailure;

    /// What the run cost. Final after `nextFrame` has returned null or, without rows, at once; before that,
    /// the figures so far.
    QueryStatistics statistics();

    /// What the user should know about this run; one sentence each.
    default List<String> warnings() {
        return List.of();
    }

    /// Gives up the rest: a running statement is cancelled and its memory is given back before this returns. May be
    /// called twice.
    @Override
    void close();
}
