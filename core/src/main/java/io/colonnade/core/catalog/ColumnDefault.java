package io.colonnade.core.catalog;

import io.colonnade.core.type.Datum;

/// What a column gets when a statement gives it no value.
public sealed interface ColumnDefault {
    /// A constant of the column's type, NULL unless the definition says otherwise.
    record Constant(Datum value) implements ColumnDefault {}

    /// The next of the table's identity numbers, which only grow and may have gaps. With `always` a statement
    /// may not give values of its own.
    record Identity(boolean always) implements ColumnDefault {}

    /// No value: NULL.
    ColumnDefault NONE = new Constant(Datum.NULL);
}
