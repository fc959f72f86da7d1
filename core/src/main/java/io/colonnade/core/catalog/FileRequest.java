package io.colonnade.core.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Files that a query reads as a table: a path or glob as it was written, and what the query says of them.
/// Null is what it does not say, and what the files themselves have to tell. With `fileName` the table has a
/// column of that name.
public record FileRequest(
        String path,
        FileOptions.@Nullable Format format,
        @Nullable String delimiter,
        @Nullable Boolean header,
        @Nullable String nullText,
        @Nullable String quote,
        @Nullable List<ColumnDefinition> columns,
        boolean fileName) {}
