package io.colonnade.storage.meta;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.codec.RecordCodec;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
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

    /// The id that would be set apart next.
    long next(MetaCommand.IdKind kind) {
        return switch (kind) {
            case TABLE -> nextTableId;
            case SEGMENT -> nextSegmentId;
            case TRANSACTION -> nextTransactionId;
        };
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

    /// Throws unless all that `other` lists can be listed here.
    void checkRestorable(MetaState other) {
        if (other.nodeCount != nodeCount) {
            throw new EngineException(
                    ErrorCode.INVALID_PARAMETER,
                    "the backup is of a database with " + nodes(other.nodeCount) + ", this one has " + nodes(nodeCount),
                    null,
                    "restore it into a new directory that is opened with nodes=" + other.nodeCount,
                    null);
        }
        if (!tables.isEmpty() || !views.isEmpty()) {
            String name = tables.isEmpty()
                    ? "view " + views.getFirst().schema() + "."
                            + views.getFirst().name()
                    : "table " + tables.getFirst().definition().schema() + "."
                            + tables.getFirst().definition().name();
            throw new EngineException(
                    ErrorCode.DUPLICATE_TABLE,
                    "RESTORE needs a database without tables and views, and this one has the " + name,
                    null,
                    "restore into a new directory, or drop them first",
                    null);
        }
    }

    private static String nodes(int count) {
        return count == 1 ? "1 node" : count + " nodes";
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
