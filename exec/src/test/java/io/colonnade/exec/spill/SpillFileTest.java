package io.colonnade.exec.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import io.colonnade.exec.random.RandomValues;
import io.colonnade.exec.task.Figures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillFileTest {
    @TempDir
    private Path directory;

    private final AtomicInteger names = new AtomicInteger();
    private MemoryPool root;
    private SpillSpace space;

    @BeforeEach
    void open() {
        root = MemoryPool.root("test", 256 << 20);
        space = new SpillSpace(FileSystem.LOCAL, () -> directory.resolve(names.getAndIncrement() + ".run"));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        space.close();
        root.close();
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void everyStreamGivesItsRowsBackInOrder() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int streams = 1 + random.nextInt(20);
            List<List<List<Datum>>> expected = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                expected.add(new ArrayList<>());
            }
            Figures figures = new Figures(1);
            try (Arena arena = Arena.ofConfined();
                    SpillWriter writer =
                            space.writer(RandomValues.TYPES, streams, root, 1 << random.nextInt(18), figures)) {
                RandomData pages = new RandomData(random, arena);
                for (int i = 0; i < 60; i++) {
                    Page page = pages.next(RandomValues.TYPES, random.nextBoolean() ? 50 : 4096);
                    int stream = random.nextInt(streams);
                    writer.append(stream, page);
                    expected.get(stream).addAll(rows(page));
                }
                try (SpillFile file = writer.finish()) {
                    assertThat(figures.spilledBytes).isPositive();
                    for (int stream = 0; stream < streams; stream++) {
                        assertThat(file.rows(stream))
                                .isEqualTo(expected.get(stream).size());
                        assertThat(read(file, stream)).as("seed " + seed).isEqualTo(expected.get(stream));
                    }
                }
            }
            assertThat(root.allocatedBytes()).isZero();
        }
    }

    @Test
    void aWriterWithoutRowsMakesNoFile() {
        try (SpillWriter writer = space.writer(List.of(Type.BIGINT), 4, root, 1024, new Figures(1));
                SpillFile file = writer.finish()) {
            assertThat(directory).isEmptyDirectory();
            assertThat(read(file, 3)).isEmpty();
        }
    }

    @Test
    void aChangedByteIsAnErrorThatNamesTheFile() throws IOException {
        List<Type> types = List.of(Type.BIGINT);
        try (SpillWriter writer = space.writer(types, 1, root, 1, new Figures(1))) {
            writer.append(0, new Page(3, new Column[] {new Column.Constant(Type.BIGINT, 3, Datum.of(7))}));
            try (SpillFile file = writer.finish();
                    var listed = Files.list(directory)) {
                Path path = listed.findFirst().orElseThrow();
                for (long at = 0; at < Files.size(path); at++) {
                    flip(path, at);
                    assertThatThrownBy(() -> read(file, 0))
                            .isInstanceOfSatisfying(
                                    EngineException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_DATA))
                            .hasMessageContaining(path.toString());
                    flip(path, at);
                }
                assertThat(read(file, 0)).hasSize(3);
                try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
                    bytes.setLength(bytes.length() - 1);
                }
                assertThatThrownBy(() -> read(file, 0)).hasMessageContaining("ends too early");
            }
        }
    }

    private static void flip(Path path, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            bytes.seek(at);
            int value = bytes.read();
            bytes.seek(at);
            bytes.write(value ^ 0x10);
        }
    }

    @Test
    void partitionsOfTwoLevelsAreIndependent() {
        try (Arena arena = Arena.ofConfined()) {
            RandomData pages = new RandomData(new Random(3), arena);
            KeyPartition first = new KeyPartition(List.of(3), 8, 0);
            KeyPartition second = new KeyPartition(List.of(3), 8, 1);
            int[][] counts = new int[8][8];
            for (int i = 0; i < 200; i++) {
                Page page = pages.next(RandomValues.TYPES, 4096);
                first.split(page);
                for (int p = 0; p < 8; p++) {
                    if (first.rows(p) > 0) {
                        second.split(first.part(page, p));
                        for (int q = 0; q < 8; q++) {
                            counts[p][q] += second.rows(q);
                        }
                    }
                }
            }
            for (int[] row : counts) {
                for (int count : row) {
                    assertThat(count).isPositive();
                }
            }
        }
    }

    private List<List<Datum>> read(SpillFile file, int stream) {
        List<List<Datum>> rows = new ArrayList<>();
        try (SpillReader reader = file.reader(stream, root)) {
            for (Page page = reader.next(); page != null; page = reader.next()) {
                rows.addAll(rows(page));
            }
        }
        return rows;
    }

    private static List<List<Datum>> rows(Page page) {
        List<List<Datum>> rows = new ArrayList<>();
        for (int i = 0; i < page.rows(); i++) {
            List<Datum> row = new ArrayList<>();
            for (Column column : page.columns()) {
                row.add(column.datum(page.position(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    @Test
    void memoryThatThereIsNoRoomForIsAFileAndGoesWithIt() throws IOException {
        Figures figures = new Figures(1);
        try (MemoryPool query = root.child("query", 1 << 20);
                MemoryShare share = query.share("rows")) {
            MemoryPool pool = share.overflowing(space.overflow(figures));
            List<Buffer> buffers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Buffer buffer = pool.allocate(100_000);
                buffer.segment().fill((byte) i);
                buffers.add(buffer);
            }
            assertThat(query.allocatedBytes()).isBetween(100_000L, 1L << 20);
            assertThat(figures.spilledBytes).isBetween(1_000_000L, 2_000_000L);
            for (int i = 0; i < 20; i++) {
                MemorySegment segment = buffers.get(i).segment();
                assertThat(segment.byteSize()).isEqualTo(100_032);
                assertThat(segment.get(ValueLayout.JAVA_BYTE, 99_999)).isEqualTo((byte) i);
                buffers.get(i).close();
            }
        }
    }

    @Test
    void memoryOnAFullDiskIsAnError() {
        SpillSpace full = new SpillSpace(FileSystem.LOCAL, () -> Path.of("/dev/full/none"));
        assertThatThrownBy(() -> full.overflow(new Figures(1)).allocate(1 << 20))
                .isInstanceOf(EngineException.class);
    }
}
