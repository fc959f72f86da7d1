package io.colonnade.coordinator.session;

import io.colonnade.coordinator.setting.ClientSettings;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.jdbc.service.EngineInformation;
import java.util.List;
import java.util.TreeSet;

/// What `DatabaseMetaData` says of the engine itself.
final class SessionInformation {
    private SessionInformation() {}

    static EngineInformation of(CatalogSnapshot snapshot) {
        return new EngineInformation(
                ClientSettings.VERSION,
                "colonnade",
                TableDefinition.DEFAULT_SCHEMA,
                schemas(snapshot),
                List.of("COPY", "DISTRIBUTE", "EXPLAIN", "LIMIT", "OFFSET", "REPLICATED"),
                List.of("ABS", "CEIL", "EXP", "FLOOR", "LN", "POWER", "ROUND", "SQRT"),
                List.of("CHAR_LENGTH", "LOWER", "LTRIM", "POSITION", "REPLACE", "RTRIM", "SUBSTRING", "TRIM", "UPPER"),
                List.of("EXTRACT"),
                List.of("COALESCE", "NULLIF"));
    }

    private static List<String> schemas(CatalogSnapshot snapshot) {
        TreeSet<String> all = new TreeSet<>(snapshot.schemas());
        snapshot.systemTables().forEach(table -> all.add(table.schema()));
        return List.copyOf(all);
    }
}
