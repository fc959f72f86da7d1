package io.colonnade.coordinator.key;

import static io.colonnade.coordinator.statement.InternalQuery.quoted;

import io.colonnade.coordinator.statement.InternalQuery;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.verify.Check;
import io.colonnade.storage.verify.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Proves the keys of a table among all of its rows, by queries that rely on no key.
///
/// ```text
/// SELECT key FROM t GROUP BY key HAVING COUNT(*) > 1
/// SELECT key FROM t WHERE key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM referenced r WHERE r.key = t.key)
/// ```
public final class StoredKeys {
    private final InternalQuery query;
    private final CatalogSnapshot snapshot;

    public StoredKeys(InternalQuery query, CatalogSnapshot snapshot) {
        this.query = query;
        this.snapshot = new UnkeyedSnapshot(snapshot);
    }

    /// What is wrong with the primary key, and with the foreign keys that count as valid.
    public List<Fault> faults(TableDefinition table) throws InterruptedException {
        List<Fault> faults = new ArrayList<>();
        if (!table.primaryKey().isEmpty()) {
            primaryKey(table).ifPresent(faults::add);
        }
        for (ForeignKey key : table.foreignKeys()) {
            if (key.validated()) {
                foreignKey(table, key).ifPresent(faults::add);
            }
        }
        return faults;
    }

    private Optional<Fault> primaryKey(TableDefinition table) throws InterruptedException {
        List<String> columns = names(table, table.primaryKey());
        String keys = columns.stream().map(name -> "p." + quoted(name)).collect(Collectors.joining(", "));
        String twice = " FROM " + full(table) + " p GROUP BY " + keys + " HAVING COUNT(*) > 1";
        return first(
                Check.PRIMARY_KEY,
                table,
                "SELECT " + texts("p", columns) + twice + " LIMIT 1",
                "SELECT SUM(n) FROM (SELECT COUNT(*) AS n" + twice + ") AS t",
                key -> "(" + String.join(", ", columns) + ") = (" + key
                        + ") is there more than once, against the constraint " + table.name()
                        + "_pkey; DELETE the rows that should not be there");
    }

    private Optional<Fault> foreignKey(TableDefinition table, ForeignKey key) throws InterruptedException {
        TableDefinition referenced = snapshot.table(key.referencedTableId())
                .orElseThrow(() -> EngineException.internal("a foreign key refers to no table"));
        List<String> columns = names(table, key.columnIds());
        List<String> targets = names(referenced, key.referencedColumnIds());
        List<String> present = new ArrayList<>();
        List<String> matches = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            present.add("f." + quoted(columns.get(i)) + " IS NOT NULL");
            matches.add("r." + quoted(targets.get(i)) + " = f." + quoted(columns.get(i)));
        }
        String orphans = " FROM " + full(table) + " f WHERE " + String.join(" AND ", present)
                + " AND NOT EXISTS (SELECT 1 FROM " + full(referenced) + " r WHERE " + String.join(" AND ", matches)
                + ")";
        return first(
                Check.FOREIGN_KEY,
                table,
                "SELECT " + texts("f", columns) + orphans + " LIMIT 1",
                "SELECT COUNT(*)" + orphans,
                values -> "(" + String.join(", ", columns) + ") = (" + values + ") is not in table "
                        + referenced.name() + ", against the constraint " + key.name()
                        + "; add the missing rows, or correct or DELETE these");
    }

    private interface Wording {
        String of(String key);
    }

    private Optional<Fault> first(Check check, TableDefinition table, String one, String count, Wording wording)
            throws InterruptedException {
        try {
            List<List<Datum>> found = query.run(query.plan(one, snapshot), snapshot);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            List<List<Datum>> rows = query.run(query.plan(count, snapshot), snapshot);
            String key = found.getFirst().stream()
                    .map(value -> value instanceof Datum.Text text ? text.value() : "NULL")
                    .collect(Collectors.joining(", "));
            return Optional.of(new Fault(
                    check, number(rows.getFirst().getFirst()), "in table " + table.name() + " " + wording.of(key)));
        } catch (EngineException e) {
            if (e.code() != ErrorCode.CORRUPT_DATA
                    && e.code() != ErrorCode.FILE_NOT_FOUND
                    && e.code() != ErrorCode.IO) {
                throw e;
            }
            return Optional.of(new Fault(
                    check, 0, "it could not be checked: " + e.message() + "; VERIFY again when that is repaired"));
        }
    }

    private static long number(Datum value) {
        return switch (value) {
            case Datum.Int i -> i.value();
            case Datum.Wide w -> w.value().longValue();
            case Datum.Null n -> 0;
            case Datum.Bool b -> 0;
            case Datum.Real r -> 0;
            case Datum.Text t -> 0;
        };
    }

    private static List<String> names(TableDefinition table, List<Integer> columnIds) {
        return columnIds.stream().map(id -> table.column(id).name()).toList();
    }

    private static String texts(String alias, List<String> columns) {
        return columns.stream()
                .map(name -> "CAST(" + alias + "." + quoted(name) + " AS VARCHAR)")
                .collect(Collectors.joining(", "));
    }

    private static String full(TableDefinition table) {
        return quoted(table.schema()) + "." + quoted(table.name());
    }
}
