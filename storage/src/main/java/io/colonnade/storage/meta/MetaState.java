package io.colonnade.storage.meta;

import io.colonnade.core.codec.RecordCodec;
import java.util.List;

/// All that the commands of a log add up to; `tables` are ordered by id.
record MetaState(
        long version,
        long definitionVersion,
        long statisticsVersion,
        int nodeCount,
        long nextTableId,
        long nextSegmentId,
        long nextTransactionId,
        List<TableState> tables) {
    static final RecordCodec<MetaState> CODEC = new RecordCodec<>(MetaState.class);

    MetaState {
        tables = List.copyOf(tables);
    }

    static MetaState empty(int nodeCount) {
        return new MetaState(0, 0, 0, nodeCount, 1, 1, 1, List.of());
    }
}
