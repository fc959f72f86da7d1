package io.colonnade.exec.exchange.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.kernel.KeyHash;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import io.colonnade.exec.random.RandomValues;
import io.colonnade.exec.wire.ByteMutator;
import io.colonnade.exec.wire.Fuzz;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Payloads whose checksum is right although no writer made them.
class DamagedPagesTest {
    private static final int PAYLOAD_BYTES_MAX = 256 * 1024;

    @Test
    void damagedPagesAreRefusedOrSafeToUse() {
        List<Type> types = RandomValues.TYPES;
        List<byte[]> payloads = payloads(types);
        try (MemoryPool uses = MemoryPool.root("uses", 256 << 20);
                Arena arena = Arena.ofShared()) {
            MemorySegment wire = arena.allocate(PAYLOAD_BYTES_MAX, 64);
            Fuzz.Figures figures = Fuzz.run("pages", 0.3, random -> {
                byte[] bytes = new ByteMutator(random).mutate(payloads, PAYLOAD_BYTES_MAX);
                MemorySegment payload = wire.asSlice(0, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
                // What a reader takes must fit into this pool: one dictionary after the other, rounded up to 64 bytes.
                try (MemoryPool pool = MemoryPool.root("reader", bytes.length + 64L * types.size() + 64);
                        PageReader reader = new PageReader(types, pool)) {
                    long before = Fuzz.allocatedBytes();
                    List<Page> pages = null;
                    try {
                        pages = reader.read(payload);
                    } catch (EngineException e) {
                        assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_DATA);
                    }
                    assertThat(Fuzz.allocatedBytes() - before)
                            .as("heap for " + bytes.length)
                            .isLessThan(PageReader.heapBytesMax(bytes.length, types.size()));
                    if (pages == null) {
                        return true;
                    }
                    use(pages, uses);
                    return false;
                }
            });
            assertThat(figures.refused()).isBetween(figures.inputs() / 5, figures.inputs() * 99 / 100);
        }
    }

    private static List<byte[]> payloads(List<Type> types) {
        List<byte[]> payloads = new ArrayList<>();
        try (MemoryPool pool = MemoryPool.root("test", 64 << 20);
                Arena arena = Arena.ofConfined();
                Scratch scratch = new Scratch(pool);
                FrameBuilder builder = new FrameBuilder(pool, FrameHeader.LENGTH_MAX)) {
            RandomData pages = new RandomData(new Random(7), arena);
            for (int i = 0; i < 100; i++) {
                PageWriter writer = new PageWriter();
                for (int batch = i % 3; batch >= 0; batch--) {
                    writer.append(pages.next(types, i % 10 == 0 ? 1500 : 40), builder, scratch);
                }
                Payload payload = builder.take();
                payloads.add(payload.segment().toArray(Lanes.BYTE));
                payload.release();
            }
        }
        return payloads;
    }

    /// Does what operators do: reads single values, decodes and hashes.
    private static void use(List<Page> pages, MemoryPool pool) {
        try (Scratch scratch = new Scratch(pool)) {
            for (Page page : pages) {
                RandomData.rows(page);
                for (Column column : page.columns()) {
                    scratch.reset();
                    Flatten.plain(column, null, scratch);
                    KeyHash.hash(column, null, new long[page.rows()]);
                }
            }
        }
    }

    @Test
    void dictionariesWithinDictionariesAreRefused() {
        // 16 MiB of dictionaries of one value, each of which is to be of the next one's form.
        try (MemoryPool pool = MemoryPool.root("test", 1 << 20);
                Arena arena = Arena.ofConfined();
                PageReader reader = new PageReader(List.of(Type.INTEGER), pool)) {
            MemorySegment payload = arena.allocate(FrameHeader.LENGTH_MAX, 8);
            payload.set(Lanes.LONG, 0, 1 | 1L << 32);
            for (long at = 8; at + 24 <= payload.byteSize(); at += 24) {
                payload.set(Lanes.LONG, at, PageWriter.DICTIONARY | 1L << 8 | (long) PageWriter.FLAG_DICTIONARY << 16);
                payload.set(Lanes.LONG, at + 8, at);
                payload.set(Lanes.LONG, at + 16, 1);
            }
            refused(reader, payload, "values are not plain");
        }
    }

    @Test
    void stringsThatShareTheirBytesAreRefused() {
        int rows = 4096;
        int heapBytes = 8 << 20;
        try (MemoryPool pool = MemoryPool.root("test", 1 << 20);
                Arena arena = Arena.ofConfined();
                PageReader reader = new PageReader(List.of(Type.VARCHAR), pool)) {
            MemorySegment payload = arena.allocate(24 + rows * 16L + heapBytes, 8);
            payload.set(Lanes.LONG, 0, rows | 1L << 32);
            payload.set(Lanes.LONG, 8, PageWriter.PLAIN);
            payload.set(Lanes.LONG, 16, heapBytes);
            for (int row = 0; row < rows; row++) {
                payload.set(Lanes.INT, 24 + row * 16L, heapBytes);
            }
            refused(reader, payload, "outside its heap");
        }
    }

    @Test
    void anEmptyPayloadIsRefused() {
        try (MemoryPool pool = MemoryPool.root("test", 1 << 20);
                PageReader reader = new PageReader(List.of(Type.VARCHAR), pool)) {
            refused(reader, MemorySegment.ofArray(new byte[0]), "without pages");
        }
    }

    private static void refused(PageReader reader, MemorySegment payload, String why) {
        assertThatThrownBy(() -> reader.read(payload))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_DATA))
                .hasMessageContaining(why);
    }
}
