package io.colonnade.storage.meta;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.codec.RecordCodec;
import java.util.List;

/// All that the commands of a log add up to; `schemas` are in order, `tables` and `views` ordered by id,
/// `labels` by the time of their commits.
record MetaState(
        long version,
        long definitionVersion,
        long statisticsVersion,
        int nodeCount,
        long nextTableId,
        long nextSegmentId,
        long nextTransactionId,
        List<String> schemas,
        List<TableState> tables,
        List<ViewDefinition> views,
        List<LoadLabel> labels) {
    static final RecordCodec<MetaState> CODEC = new RecordCodec<>(MetaState.class);

    MetaState {
        schemas = List.copyOf(schemas);
        tables = List.copyOf(tables);
        views = List.copyOf(views);
        labels = List.copyOf(labels);
    }

    static MetaState empty(int nodeCount) {
        return new MetaState(
                0, 0, 0, nodeCount, 1, 1, 1, List.of(TableDefinition.DEFAULT_SCHEMA), List.of(), List.of(), List.of());
    }

    MetaState with(List<TableState> changed) {
        return new MetaState(
                version,
                definitionVersion,
                statisticsVersion,
                nodeCount,
                nextTableId,
                nextSegmentId,
                nextTransactionId,
                schemas,
                changed,
                views,
                labels);
    }

    /// The same, with ids set apart as in `other`.
    MetaState withNextIds(MetaState other) {
        return new MetaState(
                version,
                definitionVersion,
                statisticsVersion,
                nodeCount,
                other.nextTableId(),
                other.nextSegmentId(),
                other.nextTransactionId(),
                schemas,
                tables,
                views,
                labels);
    }
}
