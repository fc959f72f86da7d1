package io.colonnade.coordinator.query;

import io.colonnade.coordinator.copy.RejectFile;
import io.colonnade.coordinator.transaction.Transaction;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.RejectedRow;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import io.colonnade.storage.ingest.rows.Rejections;
import io.colonnade.storage.meta.LoadLabel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A COPY FROM: what surrounds the tasks that read and write.
///
/// ```text
/// label known -> its rows, nothing is loaded
/// label claimed -> tasks -> bad rows counted over all nodes -> reject file -> commit with the label
/// ```
final class CopyExecution {
    private final Engine engine;
    private final Statement.Copy copy;
    private final Transaction transaction;
    private @Nullable RejectFile file;
    private int rejected;

    /// *Errors*: CONFLICT if a load of this label runs.
    CopyExecution(Engine engine, Statement.Copy copy, Transaction transaction) {
        this.engine = engine;
        this.copy = copy;
        this.transaction = transaction;
        if (copy.label() != null) {
            transaction.claimLabel(copy.label());
        }
    }

    /// The load that was committed under the label of this one.
    Optional<LoadLabel> earlier() {
        return copy.label() == null
                ? Optional.empty()
                : engine.database().metaLog().label(copy.label());
    }

    static List<String> warning(LoadLabel earlier) {
        return List.of("the load '" + earlier.label() + "' was committed at "
                + Instant.ofEpochMilli(earlier.wallMillis()) + "; nothing was loaded again");
    }

    /// Makes sure that bad rows have a place to go before any is read.
    void prepare(List<TaskSpec> tasks) {
        if (copy.options().errorsMax() > 0) {
            Path first = tasks.stream()
                    .flatMap(task -> task.files().stream())
                    .flatMap(input -> input.paths().stream())
                    .sorted()
                    .findFirst()
                    .map(Path::of)
                    .orElseThrow();
            file = RejectFile.of(engine.files(), engine.workingDirectory(), copy.rejects(), first);
        }
    }

    /// Writes the bad rows of all tasks, or throws if there are too many of them.
    void reject(List<TaskReport> reports) {
        List<RejectedRow> rows =
                reports.stream().flatMap(report -> report.rejected().stream()).toList();
        rejected = rows.size();
        if (rejected > copy.options().errorsMax()) {
            RejectedRow last = rows.getLast();
            throw Rejections.tooMany(
                    new EngineException(
                            Arrays.stream(ErrorCode.values())
                                    .filter(code -> code.sqlState().equals(last.sqlState()))
                                    .findFirst()
                                    .orElse(ErrorCode.BAD_COPY_DATA),
                            "cannot load " + last.file() + " into " + copy.table() + ": row " + last.line() + ", "
                                    + last.message()),
                    copy.options().errorsMax());
        }
        RejectFile target = file;
        if (target != null) {
            transaction.atEnd(outcome -> {
                if (outcome == Transaction.Outcome.FORGOTTEN) {
                    target.discard();
                }
            });
            target.write(rows);
        }
    }

    /// The label to commit with.
    @Nullable
    LoadLabel label(PlannedStatement planned, long rows) {
        return copy.label() == null || planned.target() == null
                ? null
                : new LoadLabel(
                        copy.label(),
                        planned.target().id(),
                        rows,
                        engine.clock().wallMillis());
    }

    List<String> warnings() {
        return file == null ? List.of() : file.warnings(rejected);
    }
}
