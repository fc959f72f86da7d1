package io.colonnade.benchmarks.torture;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change that a client makes, all or nothing: to the rows of one batch, or to a table of the client's own.
///
/// ```text
/// ledger        batch | seq 0 1 2 ... rows-1 | version the same in all rows of the batch
/// second        one row for each batch that PAIR made: both tables change in one transaction
/// c3_7          a table that MAKE made of batch 7 of client 3
/// ```
record Deed(Kind kind, long batch, int rows) {
    /// What is done.
    enum Kind {
        /// One INSERT of several rows.
        INSERT,
        /// A JDBC batch of single-row INSERTs: one commit.
        BATCH,
        /// A COPY from a CSV file.
        COPY,
        /// An explicit transaction that inserts into both tables.
        PAIR,
        /// Adds one to the version of all rows of the batch.
        UPDATE,
        /// Adds one to the version of the rows that are there, and `rows` more with that version.
        MERGE,
        /// Takes all rows of the batch away.
        DELETE,
        /// A transaction that takes the rows of the batch away and adds `rows` others with the next version.
        REPLACE,
        /// CREATE TABLE AS with the rows of the batch.
        MAKE,
        /// ALTER TABLE ADD COLUMN on the table that MAKE made.
        WIDEN,
        /// DROP TABLE of what MAKE made.
        DROP
    }

    /// What there is of a batch: its rows, which share a version; whether it is in the second table; the columns of
    /// its own table, 0 if there is none.
    record Batch(int rows, int version, boolean paired, int columns) {
        static final Batch NOTHING = new Batch(0, 0, false, 0);
    }

    /// The batch after the deed.
    Batch after(Batch before) {
        return switch (kind) {
            case INSERT, BATCH, COPY -> new Batch(rows, 1, false, before.columns());
            case PAIR -> new Batch(rows, 1, true, before.columns());
            case UPDATE -> new Batch(before.rows(), before.version() + 1, before.paired(), before.columns());
            case MERGE -> new Batch(before.rows() + rows, before.version() + 1, before.paired(), before.columns());
            case DELETE -> new Batch(0, 0, before.paired(), before.columns());
            case REPLACE -> new Batch(rows, before.version() + 1, before.paired(), before.columns());
            case MAKE -> new Batch(before.rows(), before.version(), before.paired(), 3);
            case WIDEN -> new Batch(before.rows(), before.version(), before.paired(), before.columns() + 1);
            case DROP -> new Batch(before.rows(), before.version(), before.paired(), 0);
        };
    }

    /// The kinds that can follow.
    static List<Kind> possible(Batch batch) {
        if (batch.rows() == 0) {
            return batch.columns() > 0
                    ? List.of(Kind.DROP, Kind.WIDEN)
                    : batch.paired() ? List.of() : List.of(Kind.INSERT, Kind.BATCH, Kind.COPY, Kind.PAIR);
        }
        return batch.columns() > 0
                ? List.of(Kind.UPDATE, Kind.MERGE, Kind.DELETE, Kind.WIDEN, Kind.DROP)
                : List.of(Kind.UPDATE, Kind.UPDATE, Kind.MERGE, Kind.DELETE, Kind.REPLACE, Kind.MAKE);
    }

    @Override
    public String toString() {
        return kind + " " + batch + " " + rows;
    }

    /// Null if the line is none, as when a process was killed in the middle of it.
    static @Nullable Deed parse(List<String> words) {
        boolean known = words.size() == 3
                && Arrays.stream(Kind.values()).anyMatch(kind -> kind.name().equals(words.getFirst()));
        return known
                ? new Deed(Kind.valueOf(words.getFirst()), Long.parseLong(words.get(1)), Integer.parseInt(words.get(2)))
                : null;
    }
}
