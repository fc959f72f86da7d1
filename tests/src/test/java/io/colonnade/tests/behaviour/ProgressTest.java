package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.jdbc.service.StatementProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a COPY tells of itself while it runs.
class ProgressTest {
    private static final int FILES = 3;
    private static final int ROWS = 100_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aCopyTellsItsRowsAndBytesFromAnotherThread(int nodes) throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            rows.append(i).append(",text of row ").append(i).append('\n');
        }
        long bytes = 0;
        for (int i = 0; i < FILES; i++) {
            bytes += Files.size(Files.writeString(directory.resolve("rows-" + i + ".csv"), rows));
        }
        List<StatementProgress> told = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:?nodes=" + nodes);
                Statement statement = connection.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            statement.execute("CREATE TABLE t (id INTEGER, name VARCHAR) ORDER BY (name) DISTRIBUTE BY HASH(id)");
            String copy = "COPY t FROM '" + directory.resolve("rows-*.csv") + "'";
            Future<Integer> loaded = threads.submit(() -> statement.executeUpdate(copy));
            while (!loaded.isDone()) {
                told.add(statement.unwrap(StatementProgress.class));
                Thread.sleep(1);
            }
            assertThat(loaded.get()).isEqualTo(FILES * ROWS);
            assertThat(statement.unwrap(StatementProgress.class)).isEqualTo(StatementProgress.NONE);
        }
        told.removeIf(StatementProgress.NONE::equals);
        assertThat(told).isNotEmpty();
        StatementProgress last = told.getLast();
        assertThat(last.bytesTotal()).isEqualTo(bytes);
        assertThat(last.bytesDone()).isBetween(1L, bytes);
        assertThat(last.rows()).isBetween(1L, (long) FILES * ROWS);
        assertThat(told).isSortedAccordingTo((a, b) -> Long.compare(a.bytesDone(), b.bytesDone()));
    }
}
