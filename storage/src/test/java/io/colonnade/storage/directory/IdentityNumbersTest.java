package io.colonnade.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.meta.LocalMetaLog;
import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.meta.MetaLog;
import io.colonnade.storage.node.IdentityNumbers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentityNumbersTest {
    private static final int SPARE = Integer.MAX_VALUE;

    private final MetaLog log = LocalMetaLog.inMemory(1, segments -> {});

    @AfterEach
    void close() {
        log.close();
    }

    private long newTable() {
        return log.submit(new MetaCommand.ReserveIds(MetaCommand.IdKind.TABLE, 1))
                .firstId();
    }

    private void commit(List<CatalogChange> changes) {
        long transaction = log.submit(new MetaCommand.ReserveIds(MetaCommand.IdKind.TRANSACTION, 1))
                .firstId();
        log.submit(new MetaCommand.Commit(
                transaction,
                log.snapshot().version(),
                false,
                changes,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null));
    }

    private static CatalogChange creation(long id) {
        ColumnDefinition column =
                new ColumnDefinition(1, "id", Type.BIGINT, false, Datum.NULL, new ColumnDefault.Identity(true, 1, 1));
        return new CatalogChange.CreateTable(new TableDefinition(
                id,
                TableDefinition.DEFAULT_SCHEMA,
                "t" + id,
                List.of(column),
                List.of(),
                new Distribution.Hashed(List.of(), 1),
                List.of(),
                List.of()));
    }

    private long createdTable() {
        long id = newTable();
        commit(List.of(creation(id)));
        return id;
    }

    @Test
    void numbersFollowOneAnotherAndLeaveAGapWhenTheDatabaseIsOpenedAgain() {
        long table = createdTable();
        long other = createdTable();
        IdentityNumbers numbers = new IdentityNumbers(log);
        assertThat(numbers.take(table, 1, SPARE)).isEqualTo(1);
        assertThat(numbers.take(other, 7, SPARE)).isEqualTo(1);
        assertThat(numbers.take(table, 998, SPARE)).isEqualTo(2);
        assertThat(numbers.take(table, 4096, SPARE)).isEqualTo(1000);
        IdentityNumbers reopened = new IdentityNumbers(log);
        assertThat(reopened.take(other, 1, SPARE)).isEqualTo(1001);
        assertThat(reopened.take(table, 1, SPARE)).isEqualTo(1000 + 4096);
    }

    @Test
    void rangesGrowWithWhatIsTakenAndAreBounded() {
        long table = createdTable();
        IdentityNumbers numbers = new IdentityNumbers(log);
        long taken = 0;
        for (int i = 0; i < 4000; i++) {
            assertThat(numbers.take(table, 4096, SPARE)).isEqualTo(taken + 1);
            taken += 4096;
        }
        long lost = new IdentityNumbers(log).take(table, 1, SPARE) - 1 - taken;
        assertThat(lost).isBetween(0L, (long) IdentityNumbers.RESERVED_MAX);
        long small = createdTable();
        numbers.take(small, 1, 32);
        assertThat(new IdentityNumbers(log).take(small, 1, 32)).isEqualTo(33);
    }

    @Test
    void aTableThatIsNotCommittedYetCountsInMemoryAndItsCommitSaysHowFar() {
        long table = newTable();
        IdentityNumbers numbers = new IdentityNumbers(log);
        numbers.begin(table);
        assertThat(numbers.take(table, 5000, SPARE)).isEqualTo(1);
        assertThat(numbers.take(table, 1, SPARE)).isEqualTo(5001);
        numbers.settle(table);
        commit(List.of(creation(table), new CatalogChange.AdvanceIdentity(table, numbers.next(table))));
        assertThat(numbers.take(table, 1, SPARE)).isEqualTo(5002);
        assertThat(new IdentityNumbers(log).take(table, 1, SPARE)).isGreaterThan(5002);
    }

    @Test
    void aTableThatIsGoneIsAConflict() {
        long table = newTable();
        IdentityNumbers numbers = new IdentityNumbers(log);
        numbers.begin(table);
        numbers.take(table, 1, SPARE);
        numbers.forget(table);
        assertThatThrownBy(() -> numbers.take(table, 1, SPARE))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }
}
