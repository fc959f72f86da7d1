package io.colonnade.storage.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.Partition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.segment.PositionSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What commits do to each other, case by case.
class CommitConflictTest {
    private final LocalMetaLog log = LocalMetaLog.inMemory(2, segments -> {});
    private long table;
    private long dimension;
    private long segment;

    @BeforeEach
    void twoTables() {
        dimension = reserve(MetaCommand.IdKind.TABLE);
        table = reserve(MetaCommand.IdKind.TABLE);
        segment = reserve(MetaCommand.IdKind.SEGMENT);
        change(new CatalogChange.CreateTable(definition(dimension, "d", null)));
        change(new CatalogChange.CreateTable(
                definition(table, "t", new ForeignKey("fk", List.of(1), dimension, List.of(1), false))));
        add(table, segment, 10);
    }

    private long reserve(MetaCommand.IdKind kind) {
        return log.submit(new MetaCommand.ReserveIds(kind, 1)).firstId();
    }

    private static TableDefinition definition(long id, String name, @Nullable ForeignKey key) {
        return new TableDefinition(
                id,
                TableDefinition.DEFAULT_SCHEMA,
                name,
                List.of(new ColumnDefinition(1, "a", Type.INTEGER, true)),
                List.of(),
                new Distribution.Hashed(List.of(1), 2),
                List.of(1),
                key == null ? List.of() : List.of(key));
    }

    private static SegmentEntry entry(long id, long tableId, int partition, int rows) {
        return new SegmentEntry(
                id,
                tableId,
                0,
                0,
                partition,
                rows,
                false,
                1,
                1,
                1,
                1,
                new byte[0],
                List.of(),
                List.of(),
                DeletedRows.NONE);
    }

    private long version() {
        return log.snapshot().version();
    }

    private void change(CatalogChange... changes) {
        log.submit(new MetaCommand.Commit(1, version(), List.of(changes), List.of()));
    }

    private void add(long tableId, long segmentId, int rows, MetaCommand.KeyCheck... checks) {
        log.submit(new MetaCommand.Commit(
                1,
                version(),
                false,
                List.of(),
                List.of(entry(segmentId, tableId, Partition.NONE, rows)),
                List.of(),
                List.of(),
                List.of(checks),
                null));
    }

    private static DeletedRows rows(int... positions) {
        PositionSet set = PositionSet.empty();
        for (int position : positions) {
            set.add(position);
        }
        return set.toDeletedRows();
    }

    private MetaCommand.Commit deleting(int... positions) {
        return new MetaCommand.Commit(
                1,
                version(),
                false,
                List.of(),
                List.of(),
                List.of(new MetaCommand.Deletion(table, segment, rows(positions))),
                List.of(),
                List.of(),
                null);
    }

    private MetaCommand.Commit removing(boolean rewrite, int deleted, SegmentEntry... adds) {
        return new MetaCommand.Commit(
                1,
                version(),
                rewrite,
                List.of(),
                List.of(adds),
                List.of(),
                List.of(new MetaCommand.RemovedSegment(table, segment, deleted)),
                List.of(),
                null);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private TableDefinition now() {
        return log.snapshot().table(table).orElseThrow();
    }

    private boolean isValidated() {
        return now().foreignKeys().getFirst().validated();
    }

    private void validate() {
        TableDefinition before = now();
        change(new CatalogChange.AlterTable(
                before,
                before.withForeignKeys(List.of(before.foreignKeys().getFirst().with(true)))));
    }

    @Test
    void differentRowsOfASegmentAreDeletedByBothAndTheSameRowByTheFirstOnly() {
        log.submit(deleting(1, 2));
        log.submit(deleting(3));
        refused(ErrorCode.CONFLICT, () -> log.submit(deleting(2, 4)));
        assertThat(log.snapshot().segments(table).getFirst().deleted()).isEqualTo(rows(1, 2, 3));
    }

    @Test
    void aSegmentWithoutRowsIsNoLongerListed() {
        log.submit(deleting(0, 1, 2, 3, 4, 5, 6, 7, 8));
        log.submit(deleting(9));
        assertThat(log.snapshot().segments(table)).isEmpty();
        refused(ErrorCode.CONFLICT, () -> log.submit(deleting(9)));
    }

    @Test
    void compactionLosesAgainstADeleteAndADeleteAgainstCompaction() {
        SegmentEntry merged = entry(reserve(MetaCommand.IdKind.SEGMENT), table, Partition.NONE, 10);
        log.submit(deleting(1));
        refused(ErrorCode.CONFLICT, () -> log.submit(removing(true, 0, merged)));
        SegmentEntry less = entry(merged.id(), table, Partition.NONE, 9);
        log.submit(removing(true, 1, less));
        refused(ErrorCode.CONFLICT, () -> log.submit(deleting(2)));
    }

    @Test
    void keysAreCheckedAgainWhenRowsCameAndNotWhenTheyWereOnlyStoredInAnotherWay() {
        long base = version();
        log.submit(removing(true, 0, entry(reserve(MetaCommand.IdKind.SEGMENT), table, Partition.NONE, 10)));
        MetaCommand.KeyCheck check = new MetaCommand.KeyCheck(table, base, true, List.of());
        add(table, reserve(MetaCommand.IdKind.SEGMENT), 1, check);
        refused(ErrorCode.KEYS_UNCHECKED, () -> add(table, reserve(MetaCommand.IdKind.SEGMENT), 1, check));
        add(table, reserve(MetaCommand.IdKind.SEGMENT), 1, new MetaCommand.KeyCheck(table, version(), true, List.of()));
    }

    @Test
    void aForeignKeyIsForgottenByUncheckedRowsAndByRowsThatWentFromTheOtherTable() {
        validate();
        assertThat(isValidated()).isTrue();
        MetaCommand.KeyCheck check = new MetaCommand.KeyCheck(table, version(), false, List.of("fk"));
        add(table, reserve(MetaCommand.IdKind.SEGMENT), 1, check);
        assertThat(isValidated()).isTrue();
        long definitions = log.snapshot().definitionVersion();
        add(table, reserve(MetaCommand.IdKind.SEGMENT), 1);
        assertThat(isValidated()).isFalse();
        assertThat(log.snapshot().definitionVersion()).isEqualTo(definitions + 1);
        validate();
        long other = reserve(MetaCommand.IdKind.SEGMENT);
        add(dimension, other, 2);
        assertThat(isValidated()).isTrue();
        log.submit(new MetaCommand.Commit(
                1,
                version(),
                false,
                List.of(),
                List.of(),
                List.of(new MetaCommand.Deletion(dimension, other, rows(0))),
                List.of(),
                List.of(),
                null));
        assertThat(isValidated()).isFalse();
    }

    /// The rows that were checked may refer to the row that went before the table was validated without them.
    @Test
    void aCheckIsWorthNothingOnceRowsWentFromTheOtherTable() {
        long other = reserve(MetaCommand.IdKind.SEGMENT);
        add(dimension, other, 2);
        MetaCommand.KeyCheck check = new MetaCommand.KeyCheck(table, version(), false, List.of("fk"));
        log.submit(new MetaCommand.Commit(
                1,
                version(),
                false,
                List.of(),
                List.of(),
                List.of(new MetaCommand.Deletion(dimension, other, rows(0))),
                List.of(),
                List.of(),
                null));
        validate();
        add(table, reserve(MetaCommand.IdKind.SEGMENT), 1, check);
        assertThat(isValidated()).isFalse();
    }

    @Test
    void validatingLosesAgainstRowsThatCameAndARenameKeepsWhatIsKnownByNow() {
        TableDefinition before = now();
        TableDefinition valid =
                before.withForeignKeys(List.of(before.foreignKeys().getFirst().with(true)));
        long base = version();
        add(table, reserve(MetaCommand.IdKind.SEGMENT), 1);
        CatalogChange validation = new CatalogChange.AlterTable(before, valid);
        refused(ErrorCode.CONFLICT, () -> log.submit(new MetaCommand.Commit(1, base, List.of(validation), List.of())));
        validate();
        TableDefinition known = now();
        add(table, reserve(MetaCommand.IdKind.SEGMENT), 1);
        change(new CatalogChange.AlterTable(known, known.named("main", "renamed")));
        assertThat(now().name()).isEqualTo("renamed");
        assertThat(isValidated()).isFalse();
    }

    @Test
    void alterationsOfOneTableConflictAndNamesAreFree() {
        TableDefinition before = now();
        change(new CatalogChange.AlterTable(before, before.named("main", "x")));
        refused(ErrorCode.CONFLICT, () -> change(new CatalogChange.AlterTable(before, before.named("main", "y"))));
        TableDefinition renamed = now();
        refused(
                ErrorCode.DUPLICATE_TABLE,
                () -> change(new CatalogChange.AlterTable(renamed, renamed.named("main", "D"))));
        refused(
                ErrorCode.UNKNOWN_SCHEMA,
                () -> change(new CatalogChange.AlterTable(renamed, renamed.named("nowhere", "x"))));
        change(new CatalogChange.AlterTable(renamed, renamed.named("main", "X")));
        assertThat(now().name()).isEqualTo("X");
    }

    @Test
    void aDroppedPartitionTakesItsSegmentsAndLaterRowsAreRefused() {
        Partition low = new Partition(1, "low", new Datum.Int(10));
        Partition high = new Partition(2, "high", Datum.NULL);
        long id = reserve(MetaCommand.IdKind.TABLE);
        TableDefinition both = definition(id, "p", null).withPartitions(new Partition.Scheme(1, List.of(low, high)));
        change(new CatalogChange.CreateTable(both));
        for (int partition = 1; partition <= 2; partition++) {
            log.submit(new MetaCommand.Commit(
                    1, version(), List.of(), List.of(entry(reserve(MetaCommand.IdKind.SEGMENT), id, partition, 5))));
        }
        change(new CatalogChange.AlterTable(both, both.withPartitions(new Partition.Scheme(1, List.of(high)))));
        assertThat(log.snapshot().segments(id))
                .singleElement()
                .satisfies(left -> assertThat(left.partition()).isEqualTo(2));
        refused(
                ErrorCode.CONFLICT,
                () -> log.submit(new MetaCommand.Commit(
                        1, version(), List.of(), List.of(entry(reserve(MetaCommand.IdKind.SEGMENT), id, 1, 5)))));
    }

    @Test
    void aSchemaWithTablesStaysAndSchemasViewsAndTablesShareNamesAsTheyShould() {
        change(new CatalogChange.CreateSchema("s"));
        refused(ErrorCode.DUPLICATE_SCHEMA, () -> change(new CatalogChange.CreateSchema("S")));
        ViewDefinition view = new ViewDefinition(reserve(MetaCommand.IdKind.TABLE), "s", "v", List.of(), "VALUES (1)");
        change(new CatalogChange.CreateView(view, false));
        refused(ErrorCode.CONFLICT, () -> change(new CatalogChange.DropSchema("s")));
        ViewDefinition clash =
                new ViewDefinition(reserve(MetaCommand.IdKind.TABLE), "main", "T", List.of(), "VALUES (1)");
        refused(ErrorCode.DUPLICATE_TABLE, () -> change(new CatalogChange.CreateView(clash, true)));
        change(new CatalogChange.DropView(view.id()), new CatalogChange.DropSchema("s"));
        refused(ErrorCode.CONFLICT, () -> change(new CatalogChange.DropView(view.id())));
        refused(ErrorCode.CONFLICT, () -> change(new CatalogChange.DropSchema("s")));
    }

    @Test
    void aLabelIsTakenOnce() {
        LoadLabel label = new LoadLabel("l", table, 1, 1);
        MetaCommand.Commit commit = new MetaCommand.Commit(
                1, version(), false, List.of(), List.of(), List.of(), List.of(), List.of(), label);
        log.submit(commit);
        refused(ErrorCode.CONFLICT, () -> log.submit(commit));
        assertThat(log.label("l")).contains(label);
    }

    @Test
    void aStagedCommitShowsNewIdsOnAnOldBaseAndNobodySeesIt() {
        CatalogSnapshot base = log.snapshot();
        long newTable = reserve(MetaCommand.IdKind.TABLE);
        long newSegment = reserve(MetaCommand.IdKind.SEGMENT);
        add(dimension, reserve(MetaCommand.IdKind.SEGMENT), 1);
        MetaCommand.Commit commit = new MetaCommand.Commit(
                1,
                base.version(),
                false,
                List.of(new CatalogChange.CreateTable(definition(newTable, "n", null))),
                List.of(entry(newSegment, newTable, Partition.NONE, 3)),
                List.of(new MetaCommand.Deletion(table, segment, rows(4))),
                List.of(),
                List.of(),
                null);
        CatalogSnapshot staged = log.staged(base, commit);
        assertThat(staged.segments(newTable)).hasSize(1);
        assertThat(staged.segments(table).getFirst().deleted()).isEqualTo(rows(4));
        assertThat(staged.segments(dimension)).isEmpty();
        assertThat(log.snapshot().table(newTable)).isEmpty();
        assertThat(log.snapshot().segments(table).getFirst().deleted().isEmpty())
                .isTrue();
    }
}
