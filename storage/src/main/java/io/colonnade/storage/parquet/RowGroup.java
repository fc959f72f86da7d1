package io.colonnade.storage.parquet;

import java.util.List;

/// Rows of all columns as they get into a Parquet file: compressed pages on the heap. Immutable.
public final class RowGroup {
    private final int rows;
    private final List<List<EncodedPage>> columns;

    RowGroup(int rows, List<List<EncodedPage>> columns) {
        this.rows = rows;
        this.columns = List.copyOf(columns);
    }

    public int rows() {
        return rows;
    }

    List<List<EncodedPage>> columns() {
        return columns;
    }
}
