package io.colonnade.jdbc.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table or view as `DatabaseMetaData` tells it.
///
/// @param schema it stands in
/// @param type `TABLE`, `VIEW` or `SYSTEM TABLE`
/// @param remarks a person's comment, or empty
/// @param rowCount rows in the current snapshot, -1 when that is not known
/// @param columns in the order of the table
/// @param primaryKey declared, or null
/// @param foreignKeys declared by this table
/// @param sortKey names of the columns its rows are sorted by, empty when unsorted
public record TableDescription(
        String schema,
        String name,
        String type,
        String remarks,
        long rowCount,
        List<ColumnDescription> columns,
        @Nullable PrimaryKey primaryKey,
        List<ForeignKey> foreignKeys,
        List<String> sortKey) {

    public TableDescription {
        columns = List.copyOf(columns);
        foreignKeys = List.copyOf(foreignKeys);
        sortKey = List.copyOf(sortKey);
    }

    /// Columns that together identify a row.
    ///
    /// @param name of the constraint
    public record PrimaryKey(String name, List<String> columns) {
        public PrimaryKey {
            columns = List.copyOf(columns);
        }
    }

    /// Columns that refer to another table's key, paired by position.
    ///
    /// @param name of the constraint
    public record ForeignKey(
            String name,
            List<String> columns,
            String referencedSchema,
            String referencedTable,
            List<String> referencedColumns) {
        public ForeignKey {
            columns = List.copyOf(columns);
            referencedColumns = List.copyOf(referencedColumns);
            if (columns.size() != referencedColumns.size()) {
                throw new IllegalArgumentException("Foreign key '" + name + "' pairs " + columns.size()
                        + " columns with " + referencedColumns.size());
            }
        }
    }
}
