package io.colonnade.core.catalog;

import java.util.List;

/// A query with a name. `columns` are the names of its columns, empty if they are those of the query; names in
/// `sql` are looked up anew whenever the view is used.
public record ViewDefinition(long id, String schema, String name, List<String> columns, String sql) {
    public ViewDefinition {
        columns = List.copyOf(columns);
    }
}
