package io.colonnade.coordinator.key;

import static io.colonnade.coordinator.statement.InternalQuery.quoted;

import io.colonnade.coordinator.statement.InternalQuery;
import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.type.Datum;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// Looks for rows that refer to none, before a foreign key is taken for valid.
///
/// ```text
/// SELECT key FROM t f WHERE key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM referenced r WHERE r.key = f.key) LIMIT 1
/// ```
public final class ReferenceCheck {
    private final InternalQuery query;

    public ReferenceCheck(InternalQuery query) {
        this.query = query;
    }

    /// Checks the foreign keys that a change validates, among the rows of `rows`.
    public void check(CatalogChange change, CatalogSnapshot rows) throws InterruptedException {
        if (change instanceof CatalogChange.AlterTable alter) {
            for (ForeignKey key : alter.after().foreignKeys()) {
                if (key.validated() && !alter.before().foreignKeys().contains(key)) {
                    check(Reference.of(alter.before(), key, rows), rows);
                }
            }
        }
    }

    private void check(Reference reference, CatalogSnapshot rows) throws InterruptedException {
        ForeignKey key = reference.key();
        TableDefinition referenced = reference.referenced();
        if (!new HashSet<>(referenced.primaryKey()).equals(new HashSet<>(key.referencedColumnIds()))) {
            throw EngineException.notSupported("validating " + key.name() + ", which refers to columns of "
                            + referenced.name() + " that are not its primary key,")
                    .withHint("let it refer to the primary key");
        }
        String sql = "SELECT "
                + reference.columns().stream()
                        .map(name -> "CAST(f." + quoted(name) + " AS VARCHAR)")
                        .collect(Collectors.joining(", "))
                + reference.orphans(full(reference.table()), full(referenced)) + " LIMIT 1";
        List<List<Datum>> orphans = query.run(query.plan(sql, rows), rows);
        if (!orphans.isEmpty()) {
            throw reference.violation(InternalQuery.text(orphans.getFirst()));
        }
    }

    private static String full(TableDefinition table) {
        return quoted(table.schema()) + "." + quoted(table.name());
    }
}
