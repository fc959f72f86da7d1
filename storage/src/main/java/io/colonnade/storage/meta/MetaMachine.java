package io.colonnade.storage.meta;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/// The state machine: state and command in, state out, nothing else read or changed. A command that is refused
/// throws and leaves no trace, so only those that were accepted are written to a log.
final class MetaMachine {
    private MetaMachine() {}

    /// The new state, the answer, and the segments that are no longer listed.
    record Applied(MetaState state, MetaResult result, List<SegmentEntry> removed) {}

    static Applied apply(MetaState state, MetaCommand command) {
        return switch (command) {
            case MetaCommand.ReserveIds reserve -> reserve(state, reserve);
            case MetaCommand.ReserveIdentity reserve -> reserve(state, reserve);
            case MetaCommand.Commit commit -> new CommitApplication(state, commit).apply();
        };
    }

    private static Applied reserve(MetaState state, MetaCommand.ReserveIds command) {
        checkCount(command.count());
        long tables = state.nextTableId();
        long segments = state.nextSegmentId();
        long transactions = state.nextTransactionId();
        long first = switch (command.kind()) {
            case TABLE -> tables;
            case SEGMENT -> segments;
            case TRANSACTION -> transactions;
        };
        long next = Math.addExact(first, command.count());
        MetaState after = new MetaState(
                state.version(),
                state.definitionVersion(),
                state.statisticsVersion(),
                state.nodeCount(),
                command.kind() == MetaCommand.IdKind.TABLE ? next : tables,
                command.kind() == MetaCommand.IdKind.SEGMENT ? next : segments,
                command.kind() == MetaCommand.IdKind.TRANSACTION ? next : transactions,
                state.schemas(),
                state.tables(),
                state.views(),
                state.labels());
        return new Applied(after, new MetaResult(state.version(), first), List.of());
    }

    private static Applied reserve(MetaState state, MetaCommand.ReserveIdentity command) {
        checkCount(command.count());
        List<TableState> tables = new ArrayList<>(state.tables());
        for (int i = 0; i < tables.size(); i++) {
            TableState table = tables.get(i);
            if (table.definition().id() == command.tableId()) {
                tables.set(i, table.withIdentity(Math.addExact(table.nextIdentity(), command.count())));
                return new Applied(
                        state.with(tables), new MetaResult(state.version(), table.nextIdentity()), List.of());
            }
        }
        throw new EngineException(ErrorCode.CONFLICT, "the table was dropped by another statement");
    }

    private static void checkCount(int count) {
        if (count < 1) {
            throw EngineException.internal(count + " ids wanted");
        }
    }
}
