package io.colonnade.storage.meta;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

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
            case MetaCommand.Restore restore -> restore(state, MetaState.CODEC.decode(restore.state()));
        };
    }

    private static Applied reserve(MetaState state, MetaCommand.ReserveIds command) {
        checkCount(command.count());
        long tables = state.nextTableId();
        long segments = state.nextSegmentId();
        long transactions = state.nextTransactionId();
        long first = state.next(command.kind());
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

    private static Applied restore(MetaState state, MetaState other) {
        state.checkRestorable(other);
        // Plans and checks of this database know its versions; those of the other one are in its tables.
        long version = Math.max(state.version(), other.version()) + 1;
        MetaState after = new MetaState(
                version,
                Math.max(state.definitionVersion(), other.definitionVersion()) + 1,
                Math.max(state.statisticsVersion(), other.statisticsVersion()) + 1,
                state.nodeCount(),
                Math.max(state.nextTableId(), other.nextTableId()),
                Math.max(state.nextSegmentId(), other.nextSegmentId()),
                Math.max(state.nextTransactionId(), other.nextTransactionId()),
                schemas(state, other),
                other.tables(),
                other.views(),
                other.labels());
        return new Applied(after, new MetaResult(version, 0), List.of());
    }

    private static List<String> schemas(MetaState state, MetaState other) {
        TreeSet<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(other.schemas());
        all.addAll(state.schemas());
        return all.stream().sorted().toList();
    }

    private static void checkCount(int count) {
        if (count < 1) {
            throw EngineException.internal(count + " ids wanted");
        }
    }
}
