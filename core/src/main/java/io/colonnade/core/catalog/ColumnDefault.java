package io.colonnade.core.catalog;

import io.colonnade.core.type.Datum;

/// What a column gets when a statement gives it no value.
public sealed interface ColumnDefault {
    /// A constant of the column's type, NULL unless the definition says otherwise.
    record Constant(Datum value) implements ColumnDefault {}

    /// The next of the table's identity numbers, which are never given twice and may have gaps: `start`,
    /// `start + increment` and so on. With `always` a statement may not give values of its own. A table has at most
    /// one such column; it is of an integer type and NOT NULL.
    record Identity(boolean always, long start, long increment) implements ColumnDefault {
        public Identity {
            if (increment == 0) {
                throw new IllegalArgumentException("identity numbers that do not grow");
            }
        }

        /// The number with an index, which counts from 1. *Errors*: ArithmeticException beyond 64 bits.
        public long number(long index) {
            return Math.addExact(start, Math.multiplyExact(index - 1, increment));
        }
    }

    /// No value: NULL.
    ColumnDefault NONE = new Constant(Datum.NULL);
}
