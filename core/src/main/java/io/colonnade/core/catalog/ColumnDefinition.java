package io.colonnade.core.catalog;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;

/// A column: `id` is unique in its table and never used again.
///
/// `initial` is the value in rows of segments that are older than the column, and so do not have it.
/// `byDefault` is what statements get that give no value.
public record ColumnDefinition(
        int id, String name, Type type, boolean nullable, Datum initial, ColumnDefault byDefault) {
    /// A column that was there from the start, without a default.
    public ColumnDefinition(int id, String name, Type type, boolean nullable) {
        this(id, name, type, nullable, Datum.NULL, ColumnDefault.NONE);
    }
}
