package io.colonnade.core.catalog;

import io.colonnade.core.type.Type;

/// A column: `id` is unique in its table and never used again.
public record ColumnDefinition(int id, String name, Type type, boolean nullable) {}
