package io.colonnade.core.page;

import java.util.concurrent.atomic.AtomicLong;

/// Distinct values of a column, sorted ascending in binary order, without NULL; a code is an index into them.
///
/// *Identity*: two columns with the same `id` have the same dictionary in this process. Dictionaries of a segment
/// live as long as the segment is open, those of a query as long as the query.
public record Dictionary(long id, Column.Plain values) {
    private static final AtomicLong NEXT_ID = new AtomicLong(1);

    /// The most distinct values of a stored column for which a dictionary is made.
    public static final int SIZE_MAX = 65536;

    public Dictionary(Column.Plain values) {
        this(NEXT_ID.getAndIncrement(), values);
    }

    public int size() {
        return values.length();
    }
}
