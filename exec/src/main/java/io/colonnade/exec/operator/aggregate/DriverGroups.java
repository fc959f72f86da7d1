package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.exec.exchange.frame.PageWriter;
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
    private static final int SLICE_ROWS = 256;

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
        this.groups = sink.freshGroups(figures);
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
        if (sink.grows()) {
            addAsking(page);
        } else {
            scratch.reset();
            groups.add(page, scratch);
        }
    }

    private void addAsking(Page page) {
        if (room.isStarving() && groups.bytes() >= sink.evenBytes()) {
            write();
        }
        if (tryAdd(page)) {
            return;
        }
        // Few rows need little, whatever there is.
        for (int from = 0; from < page.rows(); from += SLICE_ROWS) {
            sink.task().checkCancelled();
            Page slice = PageWriter.part(page, from, Math.min(SLICE_ROWS, page.rows() - from));
            if (!tryAdd(slice)) {
                // These few go to files if need be, until others have made room.
                room.starve();
                add(slice, 0);
            }
        }
    }

    /// Adds the page, if need be after writing the groups there are; false if even then there is no room for it.
    private boolean tryAdd(Page page) {
        long most = groups.growth(page, false);
        boolean granted = room.ask(most);
        if (!granted) {
            most = groups.growth(page, true);
            granted = room.ask(most);
        }
        if (!granted && groups.size() > 0) {
            write();
            most = groups.growth(page, true);
            granted = room.ask(most);
        }
        if (granted) {
            add(page, most);
        }
        return granted;
    }

    private void add(Page page, long promised) {
        scratch.reset();
        groups.add(page, scratch);
        room.release(promised);
    }

    private void write() {
        GroupWriter open = writer;
        if (open == null) {
            open = new GroupWriter(sink.layout(groups), sink.task(), sink.spill(), figures);
            writer = open;
        }
        open.write(groups, scratch);
        groups.close();
        groups = sink.freshGroups(figures);
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
            groups = sink.freshGroups(figures);
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
