package io.colonnade.core.catalog;

import java.util.List;

/// Columns (ids) said to refer to columns (ids) of another table. `validated` says that this was checked and that
/// nothing since could have broken it; only then the optimizer uses it.
public record ForeignKey(
        String name,
        List<Integer> columnIds,
        long referencedTableId,
        List<Integer> referencedColumnIds,
        boolean validated) {
    public ForeignKey {
        columnIds = List.copyOf(columnIds);
        referencedColumnIds = List.copyOf(referencedColumnIds);
    }

    public ForeignKey with(boolean nowValidated) {
        return new ForeignKey(name, columnIds, referencedTableId, referencedColumnIds, nowValidated);
    }
}
