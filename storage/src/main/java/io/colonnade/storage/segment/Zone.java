package io.colonnade.storage.segment;

import io.colonnade.core.type.Datum;

/// The range of the values of a column in a block or segment: exact, and NULL in `min` and `max` if there is no value.
///
/// For INT32 and INT64 layouts `low` and `high` are the same range as plain numbers (`low > high` if there is no
/// value); for other layouts they are `Long.MIN_VALUE` and `Long.MAX_VALUE`. In a DOUBLE column NaN counts as the
/// greatest value, and minus zero as zero. Strings are ordered by their bytes.
public record Zone(int rows, int nullCount, Datum min, Datum max, long low, long high) {
    public static Zone of(int rows, int nullCount, Datum min, Datum max) {
        return switch (min) {
            case Datum.Int least
            when max instanceof Datum.Int most -> new Zone(rows, nullCount, min, max, least.value(), most.value());
            case Datum.Null none
            when nullCount == rows -> new Zone(rows, nullCount, min, max, Long.MAX_VALUE, Long.MIN_VALUE);
            default -> new Zone(rows, nullCount, min, max, Long.MIN_VALUE, Long.MAX_VALUE);
        };
    }

    public boolean isAllNull() {
        return nullCount == rows;
    }

    public boolean hasNulls() {
        return nullCount > 0;
    }
}
