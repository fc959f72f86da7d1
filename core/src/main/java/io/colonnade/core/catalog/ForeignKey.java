package io.colonnade.core.catalog;

import java.util.List;

/// Columns (ids) said to refer to columns (ids) of another table; not used by the optimizer until validated.
public record ForeignKey(List<Integer> columnIds, long referencedTableId, List<Integer> referencedColumnIds) {
    public ForeignKey {
        columnIds = List.copyOf(columnIds);
        referencedColumnIds = List.copyOf(referencedColumnIds);
    }
}
