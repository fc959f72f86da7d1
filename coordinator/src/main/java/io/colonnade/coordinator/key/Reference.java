package io.colonnade.coordinator.key;

import static io.colonnade.coordinator.statement.InternalQuery.quoted;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/// A foreign key and the two tables that it is about. A key with a NULL refers to nothing and is no orphan.
public record Reference(TableDefinition table, ForeignKey key, TableDefinition referenced) {
    public static Reference of(TableDefinition table, ForeignKey key, CatalogSnapshot snapshot) {
        return new Reference(
                table,
                key,
                snapshot.table(key.referencedTableId())
                        .orElseThrow(() -> EngineException.internal("a foreign key refers to no table")));
    }

    public List<String> columns() {
        return names(table, key.columnIds());
    }

    private static List<String> names(TableDefinition table, List<Integer> columnIds) {
        return columnIds.stream().map(id -> table.column(id).name()).toList();
    }

    /// The rest of a statement about the rows of `rows`, called f, that refer to none of `targets`.
    String orphans(String rows, String targets) {
        List<String> targetColumns = names(referenced, key.referencedColumnIds());
        List<String> present = new ArrayList<>();
        List<String> matches = new ArrayList<>();
        for (int i = 0; i < targetColumns.size(); i++) {
            String column = "f." + quoted(columns().get(i));
            present.add(column + " IS NOT NULL");
            matches.add("r." + quoted(targetColumns.get(i)) + " = " + column);
        }
        return " FROM " + rows + " f WHERE " + String.join(" AND ", present) + " AND NOT EXISTS (SELECT 1 FROM "
                + targets + " r WHERE " + String.join(" AND ", matches) + ")";
    }

    /// A row has such a key, given as text.
    public EngineException violation(String values) {
        return new EngineException(
                ErrorCode.FOREIGN_KEY_VIOLATION,
                "table " + table.name() + " has a row with (" + String.join(", ", columns()) + ") = (" + values
                        + "), which is not in table " + referenced.name() + ", against the constraint " + key.name(),
                null,
                "add the missing row, or correct or delete this one",
                null);
    }
}
