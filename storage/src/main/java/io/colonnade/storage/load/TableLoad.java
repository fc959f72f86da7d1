package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.storage.file.FileErrors;
import io.colonnade.storage.image.ColumnEncoder;
import io.colonnade.storage.image.ColumnRows;
import io.colonnade.storage.image.ImageFileWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The load session: what its appenders share.
///
/// ```text
/// chunk full or appender closed --> run in memory --over the share--> run in a temporary file
///                                    `-- without a sort key: a segment at once
/// finish: runs of a section --> ranges of about a million rows --> a job each
/// ```
public final class TableLoad implements LoadSession {
    /// What two jobs need for the widest columns of a segment, with a margin.
    private static final long FINISH_BYTES = 96 << 20;

    private final LoadRequest request;
    private final SegmentTarget target;
    private final Sections sections;
    private final List<PageAppender> appenders = new ArrayList<>();
    private final Map<Integer, List<Run>> runs = new TreeMap<>();
    private final List<SegmentEntry> made = new ArrayList<>();
    /// For each section the columns with too many strings for a dictionary.
    private final Map<Integer, Set<Integer>> varied = new ConcurrentHashMap<>();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong spilledBytes = new AtomicLong();
    private boolean closed;

    public TableLoad(LoadRequest request, SegmentTarget target) {
        this.request = new LoadRequest(
                request.table(),
                request.slots(),
                request.pool().child("load " + request.table().name()),
                request.bufferBytesMax(),
                request.cancelCheck());
        this.target = target;
        this.sections = new Sections(request.table(), request.slots());
    }

    Sections sections() {
        return sections;
    }

    private SegmentJob job(int section, List<RunSlice> slices) {
        return new SegmentJob(request, target, sections.slot(section), sections.partition(section), slices);
    }

    LoadRequest request() {
        return request;
    }

    @Override
    public synchronized Appender appender() {
        PageAppender appender = new PageAppender(this);
        appenders.add(appender);
        return appender;
    }

    /// For more rows of a section. Without a sort key each chunk makes a segment, with dictionaries of its
    /// own; with one a segment has rows of all chunks, so that a dictionary of some of them is of no use.
    Chunk chunk(int section) {
        Set<Integer> known =
                isSorted() ? varied.computeIfAbsent(section, key -> ConcurrentHashMap.newKeySet()) : new HashSet<>();
        return new Chunk(request.table(), known, request.pool());
    }

    void count(int more) {
        rows.addAndGet(more);
    }

    boolean isOverShare() {
        return request.pool().allocatedBytes() > request.bufferBytesMax();
    }

    boolean isSorted() {
        return !request.table().sortKey().isEmpty();
    }

    synchronized void addRun(int section, Run run) {
        runs.computeIfAbsent(section, key -> new ArrayList<>()).add(run);
    }

    /// Makes a segment of a run right away and frees the run.
    void writeSegment(int section, Run run) {
        try (run) {
            keep(job(section, List.of(new RunSlice(run, 0, run.rows()))).run());
        }
    }

    private synchronized SegmentEntry keep(SegmentEntry entry) {
        made.add(entry);
        return entry;
    }

    /// Moves the largest run in memory to a temporary file; false if there is none.
    boolean spillRun() {
        int section = 0;
        ChunkRun largest = null;
        synchronized (this) {
            for (Map.Entry<Integer, List<Run>> entry : runs.entrySet()) {
                for (Run run : entry.getValue()) {
                    if (run instanceof ChunkRun chunk && (largest == null || chunk.rows() > largest.rows())) {
                        largest = chunk;
                        section = entry.getKey();
                    }
                }
            }
            if (largest == null) {
                return false;
            }
            runs.getOrDefault(section, List.of()).remove(largest);
        }
        try (ChunkRun source = largest) {
            addRun(section, spill(source));
        }
        return true;
    }

    private Run spill(ChunkRun run) {
        Path path = target.temporaryFile();
        try {
            writeImage(run, path);
            return SpilledRun.open(target.files(), path, request.table(), request.pool());
        } catch (IOException e) {
            delete(path);
            throw FileErrors.of(e, "write", path);
        } catch (RuntimeException e) {
            delete(path);
            throw e;
        }
    }

    private void writeImage(ChunkRun run, Path path) throws IOException {
        List<ColumnDefinition> columns = request.table().columns();
        List<RunSlice> whole = List.of(new RunSlice(run, 0, run.rows()));
        try (ColumnAssembler assembler = new ColumnAssembler(columns, whole, request.pool());
                ImageFileWriter writer = new ImageFileWriter(target.files(), path)) {
            int[] order = SegmentJob.order(request.table(), assembler, request.cancelCheck());
            for (int i = 0; i < columns.size(); i++) {
                ColumnRows column = assembler.assemble(i, order);
                ColumnEncoder encoder = new ColumnEncoder(columns.get(i).id(), column, request.cancelCheck());
                writer.column(encoder, request.pool());
            }
            writer.finish(0, run.rows(), false);
            spilledBytes.addAndGet(writer.bytes());
        }
    }

    private void delete(Path path) {
        try {
            target.files().delete(path);
        } catch (IOException e) {
            // The directory of temporary files is emptied when the database is opened.
        }
    }

    @Override
    public synchronized List<LoadJob> finish() {
        for (PageAppender appender : appenders) {
            if (!appender.isClosed()) {
                throw EngineException.internal("a load is finished while rows are appended");
            }
        }
        // Jobs read runs side by side, so none can be moved once they run: room for their work is made now.
        while (!hasRoom(request.pool()) && spillRun()) {}
        List<LoadJob> jobs = new ArrayList<>();
        if (!made.isEmpty()) {
            List<SegmentEntry> early = List.copyOf(made);
            jobs.add(() -> early);
        }
        runs.forEach((section, sectionRuns) -> {
            for (List<RunSlice> range : Splitters.ranges(request.table(), sectionRuns, Chunk.ROWS_MAX)) {
                SegmentJob job = job(section, range);
                jobs.add(() -> List.of(keep(job.run())));
            }
        });
        return jobs;
    }

    /// Whether jobs find what they need.
    static boolean hasRoom(MemoryPool pool) {
        Buffer probe = pool.tryAllocate(FINISH_BYTES);
        if (probe == null) {
            return false;
        }
        probe.close();
        return true;
    }

    @Override
    public long rows() {
        return rows.get();
    }

    @Override
    public long spilledBytes() {
        return spilledBytes.get();
    }

    @Override
    public synchronized void abort() {
        if (closed) {
            return;
        }
        try {
            close();
        } finally {
            made.forEach(segment -> target.discard(segment.id()));
            made.clear();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        @Nullable RuntimeException failure = null;
        appenders.forEach(PageAppender::free);
        for (List<Run> sectionRuns : runs.values()) {
            for (Run run : sectionRuns) {
                try {
                    run.close();
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
        }
        runs.clear();
        request.pool().close();
        if (failure != null) {
            throw failure;
        }
    }
}
