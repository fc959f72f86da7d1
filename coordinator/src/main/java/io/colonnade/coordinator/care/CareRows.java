package io.colonnade.coordinator.care;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.List;

/// What a statement answers: each row has a value for each column.
public record CareRows(List<CareColumn> columns, List<List<Datum>> rows) {
    public CareRows {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /// A column of the answer.
    public record CareColumn(String name, Type type, boolean nullable) {}
}
