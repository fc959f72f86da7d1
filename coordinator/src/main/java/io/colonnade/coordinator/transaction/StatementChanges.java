package io.colonnade.coordinator.transaction;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.storage.meta.LoadLabel;
import io.colonnade.storage.meta.MetaCommand;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one statement did.
///
/// `deletes` are rows beside those that its snapshot had as deleted; `removed` are whole segments, as its
/// snapshot lists them. Definitions change first, segments are `written` last. `checkedKeys` names the foreign
/// keys that were checked for all rows written.
public record StatementChanges(
        List<CatalogChange> definitions,
        List<SegmentEntry> written,
        List<MetaCommand.Deletion> deletes,
        List<SegmentEntry> removed,
        Set<String> checkedKeys,
        @Nullable LoadLabel label) {
    public StatementChanges {
        definitions = List.copyOf(definitions);
        written = List.copyOf(written);
        deletes = List.copyOf(deletes);
        removed = List.copyOf(removed);
        checkedKeys = Set.copyOf(checkedKeys);
    }

    /// Rows that came, and rows that went.
    public static StatementChanges rows(List<SegmentEntry> written, List<MetaCommand.Deletion> deletes) {
        return new StatementChanges(List.of(), written, deletes, List.of(), Set.of(), null);
    }

    public static StatementChanges definition(CatalogChange change) {
        return new StatementChanges(List.of(change), List.of(), List.of(), List.of(), Set.of(), null);
    }

    /// Segments that go with all their rows.
    public static StatementChanges removal(List<SegmentEntry> segments) {
        return new StatementChanges(List.of(), List.of(), List.of(), segments, Set.of(), null);
    }

    /// The same after another definition.
    public StatementChanges with(CatalogChange change) {
        return new StatementChanges(List.of(change), written, deletes, removed, checkedKeys, label);
    }

    public StatementChanges withLabel(LoadLabel newLabel) {
        return new StatementChanges(definitions, written, deletes, removed, checkedKeys, newLabel);
    }

    public StatementChanges withCheckedKeys(Set<String> names) {
        return new StatementChanges(definitions, written, deletes, removed, names, label);
    }

    boolean isEmpty() {
        return definitions.isEmpty() && written.isEmpty() && deletes.isEmpty() && removed.isEmpty() && label == null;
    }
}
