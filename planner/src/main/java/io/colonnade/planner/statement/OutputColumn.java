package io.colonnade.planner.statement;

import io.colonnade.core.type.Type;
import org.jspecify.annotations.Nullable;

/// A column of a result. `originTable` and `originColumn` name the table column it shows unchanged, if it does;
/// `identity` says that the table numbers its rows by it.
public record OutputColumn(
        String name,
        Type type,
        boolean nullable,
        @Nullable String originSchema,
        @Nullable String originTable,
        @Nullable String originColumn,
        boolean identity) {}
