package io.colonnade.coordinator.write;

import io.colonnade.coordinator.copy.RejectFile;
import io.colonnade.coordinator.key.LoadedReferences;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.statement.InternalQuery;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.coordinator.transaction.Transaction;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A COPY FROM: what surrounds the tasks that read and write.
///
/// ```text
/// label known -> its rows, nothing is loaded
/// label claimed -> tasks -> bad rows counted over all nodes -> reject file -> commit with the label
///                           rows that refer to none are bad if keys are checked
/// ```
public final class CopyExecution {
    private final Engine engine;
    private final Statement.Copy copy;
    private final Transaction transaction;
    private final InternalQuery query;
    private final StatementControl control;
    private @Nullable RejectFile file;
    private List<TaskSpec> tasks = List.of();
    private int rejected;
    private Set<String> checkedKeys = Set.of();

    /// *Errors*: CONFLICT if a load of this label runs.
    public CopyExecution(
            Engine engine,
            Statement.Copy copy,
            Transaction transaction,
            InternalQuery query,
            StatementControl control) {
        this.engine = engine;
        this.copy = copy;
        this.query = query;
        this.control = control;
        this.transaction = transaction;
        if (copy.label() != null) {
            transaction.claimLabel(copy.label());
        }
    }

    /// The load that was committed under the label of this one.
    public Optional<LoadLabel> earlier() {
        return copy.label() == null
                ? Optional.empty()
                : engine.database().metaLog().label(copy.label());
    }

    public static List<String> warning(LoadLabel earlier) {
        return List.of("the load '" + earlier.label() + "' was committed at "
                + Instant.ofEpochMilli(earlier.wallMillis()) + "; nothing was loaded again");
    }

    /// Makes sure that bad rows have a place to go before any is read.
    public void prepare(List<TaskSpec> placed) {
        tasks = placed;
        if (copy.options().errorsMax() > 0) {
            Path first = placed.stream()
                    .flatMap(task -> task.files().stream())
                    .flatMap(input -> input.paths().stream())
                    .sorted()
                    .findFirst()
                    .map(Path::of)
                    .orElseThrow();
            file = RejectFile.of(engine.files(), engine.workingDirectory(), copy.rejects(), first);
        }
    }

    /// Looks at what the tasks did: answers the segments to stage, or throws if there are too many bad rows; those
    /// there are get into their file.
    public List<SegmentEntry> admit(PlannedStatement planned, List<TaskReport> reports) throws InterruptedException {
        List<RejectedRow> rows =
                reports.stream().flatMap(report -> report.rejected().stream()).toList();
        if (rows.size() > copy.options().errorsMax()) {
            throw tooMany(rows.getLast());
        }
        List<SegmentEntry> written =
                reports.stream().flatMap(report -> report.written().stream()).toList();
        TableDefinition table = planned.target();
        if (copy.checksKeys() && table != null) {
            LoadedReferences references = new LoadedReferences(query, table, transaction.snapshot(), written);
            rows = withoutOrphans(references, rows);
            written = references.segments();
            checkedKeys = references.checked();
        }
        writeRejected(rows);
        return written;
    }

    /// Takes rows out that refer to none; answers all bad rows.
    private List<RejectedRow> withoutOrphans(LoadedReferences references, List<RejectedRow> rows)
            throws InterruptedException {
        boolean few = references.takeOut(copy.options().errorsMax());
        if (!references.hasOrphans()) {
            return rows;
        }
        BadRowSearch search = new BadRowSearch(engine, control, tasks);
        if (!search.isPossible()) {
            throw references.violation();
        }
        List<RejectedRow> all = search.find(references.asCheck(search.scan().columns()));
        if (!few) {
            throw references.violation();
        }
        int first = engine.nodes().data().getFirst();
        boolean replicated = references.table().distribution() instanceof Distribution.Replicated;
        long takenOut = references.segments().stream()
                .filter(segment -> !replicated || segment.node() == first)
                .mapToLong(segment -> segment.deleted().count())
                .sum();
        if (all.size() != rows.size() + takenOut) {
            throw search.changed();
        }
        return all;
    }

    private EngineException tooMany(RejectedRow last) {
        return Rejections.tooMany(
                new EngineException(
                        Arrays.stream(ErrorCode.values())
                                .filter(code -> code.sqlState().equals(last.sqlState()))
                                .findFirst()
                                .orElse(ErrorCode.BAD_COPY_DATA),
                        "cannot load " + last.file() + " into " + copy.table() + ": row " + last.line() + ", "
                                + last.message()),
                copy.options().errorsMax());
    }

    private void writeRejected(List<RejectedRow> rows) {
        rejected = rows.size();
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

    /// The names of the foreign keys that hold for all rows of the load.
    Set<String> checkedKeys() {
        return checkedKeys;
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

    public List<String> warnings() {
        return file == null ? List.of() : file.warnings(rejected);
    }
}
