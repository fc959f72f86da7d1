package io.colonnade.coordinator.transaction;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks whether primary keys are unique.
public interface KeyChecks {
    /// Fails with UNIQUE_VIOLATION if a row of the segments `added`, which `rows` lists, has the key of another row
    /// there. Segments that `seen` lists are known not to have any.
    void checkPrimaryKey(TableDefinition table, Set<Long> added, CatalogSnapshot rows, @Nullable CatalogSnapshot seen)
            throws InterruptedException;
}
