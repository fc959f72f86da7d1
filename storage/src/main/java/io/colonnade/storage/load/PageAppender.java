package io.colonnade.storage.load;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Splits the rows of one thread's pages by slot and partition and collects them in chunks.
final class PageAppender implements Appender {
    /// A chunk of fewer rows is not worth a file, unless memory is refused.
    private static final int SPILL_ROWS_MIN = Page.BLOCK_ROWS;

    private final TableLoad load;
    private final Scratch scratch;
    private final Map<Integer, Chunk> chunks = new HashMap<>();
    private final int[] sections = new int[Page.ROWS_MAX];
    private boolean closed;

    PageAppender(TableLoad load) {
        this.load = load;
        this.scratch = new Scratch(load.request().pool());
    }

    @Override
    public void append(Page page) {
        load.request().cancelCheck().run();
        int rows = page.rows();
        scratch.reset();
        load.sections().sections(page, sections, scratch);
        boolean same = true;
        for (int i = 1; i < rows; i++) {
            same &= sections[i] == sections[0];
        }
        if (same) {
            append(sections[0], page, page.selection(), rows);
        } else {
            split(page, rows);
        }
        load.count(rows);
    }

    /// Counts, then places: the positions of each section's rows side by side, in their order.
    private void split(Page page, int rows) {
        int most = 0;
        for (int i = 0; i < rows; i++) {
            most = Math.max(most, sections[i]);
        }
        int[] ends = new int[most + 2];
        for (int i = 0; i < rows; i++) {
            ends[sections[i] + 1]++;
        }
        for (int i = 0; i <= most; i++) {
            ends[i + 1] += ends[i];
        }
        int[] positions = new int[rows];
        int[] next = ends.clone();
        for (int i = 0; i < rows; i++) {
            positions[next[sections[i]]++] = page.position(i);
        }
        for (int i = 0; i <= most; i++) {
            int count = ends[i + 1] - ends[i];
            if (count > 0) {
                int[] ofSection = Arrays.copyOfRange(positions, ends[i], ends[i + 1]);
                append(i, page, new Selection(ofSection, count), count);
            }
        }
    }

    private void append(int section, Page page, @Nullable Selection selection, int rows) {
        int done = 0;
        while (done < rows) {
            Chunk chunk = chunks.computeIfAbsent(section, load::chunk);
            int count = Math.min(rows - done, Chunk.ROWS_MAX - chunk.rows());
            if (!makeRoom(section, chunk, count)) {
                continue;
            }
            scratch.reset();
            try {
                chunk.append(page, part(page, selection, done, count, rows), count, scratch);
                done += count;
            } catch (EngineException e) {
                if (e.code() != ErrorCode.OUT_OF_MEMORY || chunk.rows() == 0) {
                    throw e;
                }
                seal(section);
                load.spillRun();
                continue;
            }
            if (chunk.isFull()) {
                seal(section);
            }
        }
    }

    private static @Nullable Selection part(Page page, @Nullable Selection selection, int from, int count, int rows) {
        if (count == rows) {
            return selection;
        }
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = selection == null ? from + i : selection.positions()[from + i];
        }
        return new Selection(positions, count);
    }

    /// False if the chunk had to go to make room.
    private boolean makeRoom(int section, Chunk chunk, int count) {
        if (load.isOverShare() && !load.spillRun() && sealLargest(SPILL_ROWS_MIN)) {
            if (load.isSorted()) {
                load.spillRun();
            }
            if (chunks.get(section) != chunk) {
                return false;
            }
        }
        while (true) {
            try {
                chunk.reserve(count);
                return true;
            } catch (EngineException e) {
                if (e.code() != ErrorCode.OUT_OF_MEMORY) {
                    throw e;
                }
                if (!load.spillRun()) {
                    if (!sealLargest(1)) {
                        throw e;
                    }
                    return false;
                }
            }
        }
    }

    private boolean sealLargest(int rowsMin) {
        int section = -1;
        int rows = rowsMin - 1;
        for (Map.Entry<Integer, Chunk> entry : chunks.entrySet()) {
            if (entry.getValue().rows() > rows) {
                section = entry.getKey();
                rows = entry.getValue().rows();
            }
        }
        boolean found = rows >= rowsMin;
        if (found) {
            seal(section);
        }
        return found;
    }

    /// Turns a chunk into a run, or into a segment if there is nothing to sort by.
    private void seal(int section) {
        Chunk chunk = chunk(section);
        if (load.isSorted()) {
            Run run = sorted(chunk);
            chunks.remove(section);
            load.addRun(section, run);
        } else {
            chunks.remove(section);
            load.writeSegment(section, new ChunkRun(chunk, null));
        }
    }

    private Chunk chunk(int section) {
        return Objects.requireNonNull(chunks.get(section));
    }

    private Run sorted(Chunk chunk) {
        LoadRequest request = load.request();
        List<RunSlice> whole = List.of(new RunSlice(new ChunkRun(chunk, null), 0, chunk.rows()));
        try (ColumnAssembler assembler = new ColumnAssembler(request.table().columns(), whole, request.pool())) {
            int[] order = SegmentJob.order(request.table(), assembler, request.cancelCheck());
            if (order == null) {
                return new ChunkRun(chunk, null);
            }
            Buffer buffer = request.pool().allocate(order.length * 4L);
            MemorySegment.copy(order, 0, buffer.segment(), Lanes.INT, 0, order.length);
            return new ChunkRun(chunk, buffer);
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        for (int section : List.copyOf(chunks.keySet())) {
            Chunk chunk = chunk(section);
            Run run = load.isSorted() ? sorted(chunk) : new ChunkRun(chunk, null);
            chunks.remove(section);
            load.addRun(section, run);
        }
        closed = true;
        free();
    }

    /// Frees what is buffered, after a failure too.
    void free() {
        closed = true;
        chunks.values().forEach(Chunk::close);
        chunks.clear();
        scratch.close();
    }
}
