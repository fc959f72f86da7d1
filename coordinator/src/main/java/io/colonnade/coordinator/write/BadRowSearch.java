package io.colonnade.coordinator.write;

import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.core.catalog.FileOptions.Format;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.RejectedRow;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.storage.ingest.CopyFiles;
import io.colonnade.storage.ingest.rows.Chunk;
import io.colonnade.storage.ingest.rows.Rejections;
import io.colonnade.storage.ingest.rows.RowCheck;
import io.colonnade.storage.ingest.rows.RowSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the files of a COPY once more to tell where its bad rows are: rows of a table do not know where they came
/// from. It is done only when there are some.
public final class BadRowSearch {
    private final Engine engine;
    private final StatementControl control;
    private final FileScanNode scan;
    private final List<Path> files;

    BadRowSearch(Engine engine, StatementControl control, List<TaskSpec> tasks) {
        this.engine = engine;
        this.control = control;
        this.scan = tasks.stream()
                .flatMap(task -> scan(task.fragment().root()).stream())
                .findFirst()
                .orElseThrow(() -> EngineException.internal("a COPY that reads no file"));
        this.files = tasks.stream()
                .flatMap(task -> task.files().stream())
                .flatMap(input -> input.paths().stream())
                .distinct()
                .sorted()
                .map(Path::of)
                .toList();
    }

    private static Optional<FileScanNode> scan(PlanNode node) {
        return node instanceof FileScanNode found
                ? Optional.of(found)
                : node.inputs().stream().flatMap(input -> scan(input).stream()).findFirst();
    }

    FileScanNode scan() {
        return scan;
    }

    /// Rows are known by their lines in files of text only.
    boolean isPossible() {
        return scan.options().format() != Format.PARQUET;
    }

    /// All bad rows, those that cannot be read among them; throws what is wrong with the one that is one too many.
    List<RejectedRow> find(RowCheck check) {
        List<RejectedRow> rows = new ArrayList<>();
        Rejections rejections = new Rejections(scan.options().errorsMax(), rows::add, check);
        try (MemoryPool pool = engine.memory().child("bad rows of a COPY");
                RowSource source = CopyFiles.open(files, scan, rejections, pool, engine.files());
                Scratch scratch = new Scratch(pool)) {
            while (true) {
                control.check();
                try (Chunk chunk = source.next()) {
                    if (chunk == null) {
                        return rows;
                    }
                    chunk.read(scratch, page -> {});
                }
            }
        }
    }

    /// The error of files that do not have the rows any more which were read from them.
    EngineException changed() {
        return new EngineException(
                ErrorCode.BAD_COPY_DATA,
                "the files changed while they were loaded into " + scan.tableName(),
                null,
                "load them again when nobody writes to them; nothing was loaded",
                null);
    }
}
