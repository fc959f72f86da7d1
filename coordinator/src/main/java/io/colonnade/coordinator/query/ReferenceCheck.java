package io.colonnade.coordinator.query;

import static io.colonnade.coordinator.query.InternalQuery.quoted;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// Looks for rows that refer to none, before a foreign key is taken for valid.
///
/// ```text
/// SELECT key FROM t WHERE key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM referenced r WHERE r.key = t.key) LIMIT 1
/// ```
final class ReferenceCheck {
    private final InternalQuery query;

    ReferenceCheck(InternalQuery query) {
        this.query = query;
    }

    /// Checks the foreign keys that a change validates, among the rows of `rows`.
    void check(CatalogChange change, CatalogSnapshot rows) throws InterruptedException {
        if (change instanceof CatalogChange.AlterTable alter) {
            for (ForeignKey key : alter.after().foreignKeys()) {
                if (key.validated() && !alter.before().foreignKeys().contains(key)) {
                    check(alter.before(), key, rows);
                }
            }
        }
    }

    private void check(TableDefinition table, ForeignKey key, CatalogSnapshot rows) throws InterruptedException {
        TableDefinition referenced = rows.table(key.referencedTableId())
                .orElseThrow(() -> EngineException.internal("a foreign key refers to no table"));
        if (!new HashSet<>(referenced.primaryKey()).equals(new HashSet<>(key.referencedColumnIds()))) {
            throw EngineException.notSupported("validating " + key.name() + ", which refers to columns of "
                            + referenced.name() + " that are not its primary key,")
                    .withHint("let it refer to the primary key");
        }
        List<String> columns = names(table, key.columnIds());
        List<String> targets = names(referenced, key.referencedColumnIds());
        List<String> present = new ArrayList<>();
        List<String> matches = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            present.add("f." + quoted(columns.get(i)) + " IS NOT NULL");
            matches.add("r." + quoted(targets.get(i)) + " = f." + quoted(columns.get(i)));
        }
        String sql = "SELECT "
                + columns.stream()
                        .map(name -> "CAST(f." + quoted(name) + " AS VARCHAR)")
                        .collect(Collectors.joining(", "))
                + " FROM " + full(table) + " f WHERE " + String.join(" AND ", present)
                + " AND NOT EXISTS (SELECT 1 FROM " + full(referenced) + " r WHERE " + String.join(" AND ", matches)
                + ") LIMIT 1";
        List<List<Datum>> orphans = query.run(query.plan(sql, rows), rows);
        if (!orphans.isEmpty()) {
            throw violation(table, key, referenced, columns, orphans.getFirst());
        }
    }

    private static List<String> names(TableDefinition table, List<Integer> columnIds) {
        return columnIds.stream().map(id -> table.column(id).name()).toList();
    }

    private static String full(TableDefinition table) {
        return quoted(table.schema()) + "." + quoted(table.name());
    }

    private static EngineException violation(
            TableDefinition table,
            ForeignKey key,
            TableDefinition referenced,
            List<String> columns,
            List<Datum> values) {
        String text = values.stream()
                .map(value -> value instanceof Datum.Text one ? one.value() : value.toString())
                .collect(Collectors.joining(", "));
        return new EngineException(
                ErrorCode.FOREIGN_KEY_VIOLATION,
                "table " + table.name() + " has a row with (" + String.join(", ", columns) + ") = (" + text
                        + "), which is not in table " + referenced.name() + ", against the constraint " + key.name(),
                null,
                "add the missing row, or correct or delete this one",
                null);
    }
}
