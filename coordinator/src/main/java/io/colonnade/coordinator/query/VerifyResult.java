package io.colonnade.coordinator.query;

import io.colonnade.coordinator.care.Finding;
import io.colonnade.coordinator.care.Verification;
import io.colonnade.coordinator.care.VerifiedTable;
import io.colonnade.coordinator.care.VerifyProgress;
import io.colonnade.coordinator.key.StoredKeys;
import io.colonnade.coordinator.result.RowFrames;
import io.colonnade.coordinator.result.TypeNames;
import io.colonnade.coordinator.statement.Failures;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.storage.verify.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What VERIFY finds: the faults of a table and a row for the table as a whole, a table at a time, as the
/// client asks for them. {@link #statistics} tell how far it has come.
///
/// ```text
/// table  node  segment  check   rows  state  detail
/// t      0     17       parquet 1000  bad    .../17.parquet is damaged: it does not match its checksum; restore ...
/// t                     all     5000  bad    1 fault in 3 segments, 81236 bytes read in 12 ms
/// ```
///
/// *End*: nothing reads the database any more once `end` is done, which is when the last row was given or it was
/// closed.
final class VerifyResult implements StatementResult {
    private static final String ALL = "all";
    private static final List<String> NAMES = List.of("table", "node", "segment", "check", "rows", "state", "detail");
    private static final List<Type> TYPES =
            List.of(Type.VARCHAR, Type.INTEGER, Type.BIGINT, Type.VARCHAR, Type.BIGINT, Type.VARCHAR, Type.VARCHAR);

    private final Verification verification;
    private final StoredKeys keys;
    private final CatalogSnapshot snapshot;
    private final Iterator<TableDefinition> tables;
    private final StatementControl control;
    private final VerifyProgress progress = new VerifyProgress();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean closed;

    VerifyResult(
            Verification verification,
            StoredKeys keys,
            CatalogSnapshot snapshot,
            List<TableDefinition> tables,
            StatementControl control) {
        this.verification = verification;
        this.keys = keys;
        this.snapshot = snapshot;
        this.tables = tables.iterator();
        this.control = control;
    }

    static List<ColumnDescription> describe() {
        List<ColumnDescription> columns = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            boolean nullable = i == 1 || i == 2;
            columns.add(ColumnDescription.of(NAMES.get(i), TypeNames.of(TYPES.get(i)), nullable));
        }
        return columns;
    }

    /// Done when nothing is read any more.
    CompletableFuture<Void> end() {
        return end;
    }

    @Override
    public List<ColumnDescription> columns() {
        return describe();
    }

    @Override
    public long updateCount() {
        return -1;
    }

    @Override
    public synchronized @Nullable ByteBuffer nextFrame() throws EngineFailure {
        return Failures.guard(() -> {
            boolean done = false;
            try {
                if (closed || !tables.hasNext()) {
                    end.complete(null);
                    done = true;
                    return null;
                }
                control.check();
                ByteBuffer frame = RowFrames.of(TYPES, rows(tables.next()));
                done = true;
                return frame;
            } catch (InterruptedException e) {
                control.cancel();
                throw e;
            } finally {
                if (!done) {
                    end.complete(null);
                }
            }
        });
    }

    private List<List<Datum>> rows(TableDefinition table) throws InterruptedException {
        long started = control.elapsedNanos();
        long bytesBefore = progress.bytes();
        VerifiedTable verified = verification.verify(table, snapshot, control::check, progress);
        List<Finding> findings = new ArrayList<>(verified.findings());
        for (Fault fault : keys.faults(table)) {
            findings.add(Finding.ofTable(fault));
        }
        Datum name = Datum.of(name(table));
        List<List<Datum>> rows = new ArrayList<>();
        for (Finding finding : findings) {
            Integer node = finding.node();
            Long segment = finding.segment();
            rows.add(List.of(
                    name,
                    node == null ? Datum.NULL : Datum.of((long) node),
                    segment == null ? Datum.NULL : Datum.of(segment),
                    Datum.of(finding.fault().check().text()),
                    Datum.of(finding.fault().rows()),
                    Datum.of("bad"),
                    Datum.of(finding.fault().detail())));
        }
        long millis = (control.elapsedNanos() - started) / 1_000_000;
        rows.add(List.of(
                name,
                Datum.NULL,
                Datum.NULL,
                Datum.of(ALL),
                Datum.of(verified.rows()),
                Datum.of(findings.isEmpty() ? "ok" : "bad"),
                Datum.of(counted(findings.size(), "fault") + " in " + counted(verified.segments(), "segment") + ", "
                        + counted(progress.bytes() - bytesBefore, "byte") + " read in " + millis + " ms")));
        return rows;
    }

    private static String name(TableDefinition table) {
        return table.schema().equals(TableDefinition.DEFAULT_SCHEMA)
                ? table.name()
                : table.schema() + "." + table.name();
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    @Override
    public QueryStatistics statistics() {
        return new QueryStatistics(
                control.elapsedNanos(), control.planningNanos(), progress.rows(), 0, 0, 0, 0, progress.bytes(), 0, 0);
    }

    @Override
    public void close() {
        // Whoever reads the rows now stops soon, and then lets go of this.
        control.cancel();
        synchronized (this) {
            closed = true;
            end.complete(null);
        }
    }
}
