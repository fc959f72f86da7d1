package io.colonnade.exec.exchange.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import io.colonnade.exec.random.RandomValues;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageFrameTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void pagesOfAllFormsComeBackAsTheyWent(long seed) {
        Random random = new Random(seed);
        List<Type> types = RandomValues.TYPES;
        try (MemoryPool pool = MemoryPool.root("test", 256 << 20);
                Arena arena = Arena.ofConfined();
                Scratch scratch = new Scratch(pool);
                FrameBuilder builder = new FrameBuilder(pool, FrameHeader.LENGTH_MAX);
                PageReader reader = new PageReader(types, pool)) {
            RandomData pages = new RandomData(random, arena);
            PageWriter writer = new PageWriter();
            for (int frame = 0; frame < 10; frame++) {
                List<List<Datum>> expected = new ArrayList<>();
                for (int batch = 0; batch <= random.nextInt(4); batch++) {
                    Page page = pages.next(types, random.nextBoolean() ? 10 : 700);
                    expected.addAll(RandomData.rows(page));
                    writer.append(page, builder, scratch);
                }
                Payload payload = builder.take();
                List<List<Datum>> actual = new ArrayList<>();
                reader.read(payload.segment()).forEach(page -> actual.addAll(RandomData.rows(page)));
                payload.release();
                assertThat(actual).as("seed " + seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void pagesWithoutColumnsKeepTheirRows() {
        try (MemoryPool pool = MemoryPool.root("test", 16 << 20);
                Scratch scratch = new Scratch(pool);
                FrameBuilder builder = new FrameBuilder(pool, FrameHeader.LENGTH_MAX);
                PageReader reader = new PageReader(List.of(), pool)) {
            new PageWriter().append(new Page(17), builder, scratch);
            Payload payload = builder.take();
            assertThat(reader.read(payload.segment()))
                    .singleElement()
                    .satisfies(page -> assertThat(page.rows()).isEqualTo(17));
            payload.release();
        }
    }

    @Test
    void hostileBytesAreRefusedOrReadButNothingElse() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        List<Type> types = RandomValues.TYPES;
        int refused = 0;
        int runs = 3000;
        try (MemoryPool pool = MemoryPool.root("test", 64 << 20);
                Arena arena = Arena.ofConfined();
                Scratch scratch = new Scratch(pool)) {
            RandomData pages = new RandomData(random, arena);
            for (int run = 0; run < runs; run++) {
                byte[] bytes;
                try (FrameBuilder builder = new FrameBuilder(pool, FrameHeader.LENGTH_MAX)) {
                    new PageWriter().append(pages.next(types, 20), builder, scratch);
                    Payload payload = builder.take();
                    bytes = payload.segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                    payload.release();
                }
                int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
                for (int k = random.nextInt(8); k >= 0; k--) {
                    int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(200, bytes.length));
                    bytes[at] = (byte) (random.nextBoolean() ? -1 : random.nextInt());
                }
                try (PageReader reader = new PageReader(types, pool)) {
                    MemorySegment mutated = arena.allocate(length + 8L).asSlice(0, length);
                    mutated.copyFrom(MemorySegment.ofArray(bytes).asSlice(0, length));
                    // Whatever is accepted must be safe to read.
                    reader.read(mutated).forEach(RandomData::rows);
                } catch (EngineException e) {
                    assertThat(e.code()).as("seed " + seed + " run " + run).isEqualTo(ErrorCode.CORRUPT_DATA);
                    refused++;
                }
            }
        }
        System.out.println("seed " + seed + ": " + refused + " of " + runs + " mutated payloads refused");
        assertThat(refused).isGreaterThan(runs / 3);
    }

    @Test
    void everyChangedByteOfAHeaderIsNoticed() {
        byte[] bytes = new FrameHeader(FrameKind.PAGES, 4711, 17, new StreamId(1, 2, 3, 4, 5), 99).toBytes();
        assertThat(FrameHeader.read(bytes).stream()).isEqualTo(new StreamId(1, 2, 3, 4, 5));
        for (int at = 0; at < bytes.length; at++) {
            byte[] mutated = bytes.clone();
            mutated[at] ^= 0x10;
            assertThatThrownBy(() -> FrameHeader.read(mutated))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_DATA));
        }
    }
}
