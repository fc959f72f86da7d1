package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.exec.operator.group.Groups;
import io.colonnade.exec.spill.SpillFile;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Sink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The groups that one driver has seen: in memory, and on disk those there was no room for.
///
/// *Ownership*: the sink discards the groups, long after the driver has closed its part.
/// *Thread safety*: one thread at a time.
final class DriverGroups implements Sink.Local {
    private final AggregateSink sink;
    private final GroupRoom room;
    private final Scratch scratch;
    private final Figures figures;
    private Groups groups;
    private @Nullable GroupWriter writer;
    private List<SpillFile> written = List.of();

    DriverGroups(AggregateSink sink, DriverContext driver) {
        this.sink = sink;
        this.room = sink.room();
        this.scratch = new Scratch(driver.memory());
        this.figures = driver.figures(sink.node().id());
        this.groups = sink.freshGroups();
    }

    Groups groups() {
        return groups;
    }

    boolean hasWritten() {
        return writer != null;
    }

    /// The files, after {@link #writeRest}.
    List<SpillFile> written() {
        return written;
    }

    @Override
    public void accept(Page page) {
        long promised = sink.grows() ? makeRoom(page) : 0;
        scratch.reset();
        groups.add(page, scratch);
        if (promised > 0) {
            room.release(promised);
        }
    }

    /// Writes the groups if there is no room for those of the page beside them; answers what was promised.
    private long makeRoom(Page page) {
        if (room.isStarving() && groups.bytes() >= sink.evenBytes()) {
            write();
        }
        long most = groups.growth(page, false);
        if (room.ask(most)) {
            return most;
        }
        most = groups.growth(page, true);
        if (room.ask(most)) {
            return most;
        }
        if (groups.size() > 0) {
            write();
            most = groups.growth(page, true);
            if (room.ask(most)) {
                return most;
            }
        }
        // One page of groups must do with the headroom until others have made room.
        room.starve();
        return 0;
    }

    private void write() {
        GroupWriter open = writer;
        if (open == null) {
            open = new GroupWriter(sink.layout(groups), sink.task(), sink.spill(), figures);
            writer = open;
        }
        open.write(groups, scratch);
        groups.close();
        groups = sink.freshGroups();
        room.freed();
    }

    /// Writes what is left, after the last page.
    void writeRest() {
        try (Scratch own = new Scratch(sink.task().memory())) {
            GroupWriter open = writer;
            if (open == null) {
                open = new GroupWriter(sink.layout(groups), sink.task(), sink.spill(), figures);
                writer = open;
            }
            open.write(groups, own);
            groups.close();
            groups = sink.freshGroups();
            written = open.finish();
        }
    }

    @Override
    public void close() {
        scratch.close();
    }

    /// Gives everything back; files that were not finished are deleted.
    void discard() {
        groups.close();
        if (writer != null) {
            writer.close();
        }
    }
}
