package io.colonnade.storage.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands of many threads that become durable together.
class GroupCommitTest {
    private static final int THREADS = 8;

    @TempDir
    private Path directory;

    /// The local files; those of the log that was opened last can be taken away.
    private static final class Fragile implements FileSystem {
        volatile FileChannel last;

        @Override
        public FileChannel open(Path file, OpenOption... options) throws IOException {
            FileChannel channel = LOCAL.open(file, options);
            last = channel;
            return channel;
        }

        @Override
        public void createDirectories(Path path) throws IOException {
            LOCAL.createDirectories(path);
        }

        @Override
        public void renameAtomically(Path source, Path target) throws IOException {
            LOCAL.renameAtomically(source, target);
        }

        @Override
        public void syncDirectory(Path path) throws IOException {
            LOCAL.syncDirectory(path);
        }

        @Override
        public void delete(Path file) throws IOException {
            LOCAL.delete(file);
        }

        @Override
        public boolean exists(Path file) {
            return LOCAL.exists(file);
        }

        @Override
        public boolean isDirectory(Path file) {
            return LOCAL.isDirectory(file);
        }

        @Override
        public boolean isSymbolicLink(Path file) {
            return LOCAL.isSymbolicLink(file);
        }

        @Override
        public List<Path> list(Path path) throws IOException {
            return LOCAL.list(path);
        }

        @Override
        public long usableBytes(Path path) throws IOException {
            return LOCAL.usableBytes(path);
        }
    }

    private static void createSchema(MetaLog log, String name) {
        log.submit(new MetaCommand.Commit(1, 0, List.of(new CatalogChange.CreateSchema(name)), List.of()));
    }

    private static void run(MetaLog log, Set<String> acknowledged, Set<String> failed, int each)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            int own = thread;
            threads.execute(() -> {
                for (int i = 0; i < each; i++) {
                    String name = "s" + own + "_" + i;
                    try {
                        createSchema(log, name);
                        // Visible to whoever was told.
                        (log.snapshot().schemas().contains(name) ? acknowledged : failed).add(name);
                    } catch (EngineException e) {
                        assertThat(e.code()).isEqualTo(ErrorCode.IO);
                        failed.add(name);
                    }
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private LocalMetaLog open(FileSystem files) throws IOException {
        return LocalMetaLog.durable(LogFile.open(files, directory, 1), segments -> {});
    }

    @Test
    void allThatIsAcknowledgedIsThereAfterOpening() throws Exception {
        LogFile.create(FileSystem.LOCAL, directory);
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        Set<String> failed = new ConcurrentSkipListSet<>();
        long version;
        try (LocalMetaLog log = open(FileSystem.LOCAL)) {
            run(log, acknowledged, failed, 100);
            version = log.snapshot().version();
        }
        assertThat(failed).isEmpty();
        assertThat(acknowledged).hasSize(THREADS * 100);
        try (LocalMetaLog log = open(FileSystem.LOCAL)) {
            assertThat(log.snapshot().version()).isEqualTo(version).isEqualTo(THREADS * 100L);
            assertThat(log.snapshot().schemas()).containsAll(acknowledged);
        }
    }

    @Test
    void afterAFailedWriteNobodyIsAcknowledgedAndNobodyWaits() throws Exception {
        LogFile.create(FileSystem.LOCAL, directory);
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        Set<String> failed = new ConcurrentSkipListSet<>();
        Fragile files = new Fragile();
        LocalMetaLog log = open(files);
        Thread breaker = new Thread(() -> {
            try {
                while (log.snapshot().version() < 100) {
                    Thread.sleep(1);
                }
                files.last.close();
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        });
        breaker.start();
        run(log, acknowledged, failed, 100);
        breaker.join();
        assertThat(failed).isNotEmpty();
        assertThat(log.snapshot().schemas()).containsAll(acknowledged).doesNotContainAnyElementsOf(failed);
        assertThatThrownBy(() -> createSchema(log, "late")).hasMessageContaining("takes no more commands");
        // Readers go on.
        try (PinnedSnapshot pin = log.pin()) {
            assertThat(pin.snapshot().schemas()).containsAll(acknowledged);
        }
        try (LocalMetaLog again = open(FileSystem.LOCAL)) {
            assertThat(again.snapshot().schemas()).containsAll(acknowledged);
        }
    }

    @Test
    void aRefusedCommandLeavesThoseBesideItAlone() throws Exception {
        LogFile.create(FileSystem.LOCAL, directory);
        try (LocalMetaLog log = open(FileSystem.LOCAL)) {
            createSchema(log, "a");
            assertThatThrownBy(() -> createSchema(log, "A")).hasMessageContaining("exists already");
            createSchema(log, "b");
        }
        try (LocalMetaLog log = open(FileSystem.LOCAL)) {
            assertThat(log.snapshot().schemas()).containsExactly("a", "b", "main");
        }
    }
}
