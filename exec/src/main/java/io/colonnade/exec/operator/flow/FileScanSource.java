package io.colonnade.exec.operator.flow;

import io.colonnade.core.fragment.TaskProgress;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.expression.zone.Zone;
import io.colonnade.exec.expression.zone.ZoneCheck;
import io.colonnade.exec.expression.zone.ZoneMatch;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import io.colonnade.exec.task.TaskContext;
import io.colonnade.storage.ingest.CopyFiles;
import io.colonnade.storage.ingest.rows.Chunk;
import io.colonnade.storage.ingest.rows.Progress;
import io.colonnade.storage.ingest.rows.Rejections;
import io.colonnade.storage.ingest.rows.RowSource;
import io.colonnade.storage.ingest.rows.ZoneFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The rows of the files of a COPY or a query, a chunk a morsel.
public final class FileScanSource implements Source {
    private final RowSource rows;
    private final LongAdder rowsRead = new LongAdder();

    public FileScanSource(FileScanNode node, List<Path> files, TaskContext task, FileSystem fileSystem) {
        List<Datum> parameters = task.spec().parameters();
        ZoneFilter filter = zones -> node.conjuncts().stream()
                .noneMatch(conjunct ->
                        ZoneCheck.match(conjunct, parameters, column -> known(zones.apply(column))) == ZoneMatch.NEVER);
        this.rows = CopyFiles.open(
                files,
                node,
                new Rejections(node.options().errorsMax(), task::addRejected),
                filter,
                task.memory(),
                fileSystem);
        task.tellProgressBy(this::progress);
    }

    private static @Nullable Zone known(io.colonnade.storage.segment.@Nullable Zone stored) {
        return stored == null ? null : new Zone(stored.min(), stored.max(), stored.nullCount(), stored.rows());
    }

    private TaskProgress progress() {
        Progress bytes = rows.progress();
        return new TaskProgress(rowsRead.sum(), bytes.bytesDone(), bytes.bytesTotal());
    }

    @Override
    public int driversMax() {
        return Integer.MAX_VALUE;
    }

    /// A chunk is parsed in one go.
    @Override
    public boolean keepsPages() {
        return false;
    }

    @Override
    public Reader reader(DriverContext driver) {
        return new FileReader(new Scratch(driver.memory()), driver);
    }

    /// Takes chunks in turn with other readers and parses them by itself.
    private final class FileReader implements Reader {
        private final Scratch scratch;
        private final DriverContext driver;

        FileReader(Scratch scratch, DriverContext driver) {
            this.scratch = scratch;
            this.driver = driver;
        }

        @Override
        public Step next(Downstream downstream) {
            try (Chunk chunk = rows.next()) {
                if (chunk == null) {
                    return Step.FINISHED;
                }
                chunk.read(scratch, page -> {
                    driver.checkCancelled();
                    rowsRead.add(page.rows());
                    downstream.accept(page);
                });
                return Step.MORE;
            }
        }

        @Override
        public void close() {
            scratch.close();
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
