package io.colonnade.jdbc.service;

import java.util.List;

/// What a statement will return and what it wants, known without running it.
///
/// @param columns of the rows, empty for a statement that returns none
/// @param parameters the type of each `?`, in order
public record StatementDescription(List<ColumnDescription> columns, List<TypeDescription> parameters) {

    public StatementDescription {
        columns = List.copyOf(columns);
        parameters = List.copyOf(parameters);
    }
}
