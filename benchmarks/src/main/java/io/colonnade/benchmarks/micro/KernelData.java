package io.colonnade.benchmarks.micro;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// One page of random values in the forms that images have, small enough to stay in the nearest cache.
final class KernelData {
    static final int ROWS = Page.ROWS_MAX;

    private final Arena arena = Arena.global();
    private final SplittableRandom random = new SplittableRandom(11);

    /// Values 0 to `bound - 1` of `width` bytes above a base of 0.
    Column.Narrow narrow(Type type, int width, int bound) {
        return new Column.Narrow(type, ROWS, 0, width, unsigned(width, bound), null);
    }

    Column.Plain ints(int bound) {
        return new Column.Plain(Type.INTEGER, ROWS, unsigned(4, bound), null);
    }

    Column.Plain longs(Type type, int bound) {
        MemorySegment values = arena.allocate(ROWS * 8L, 64);
        for (int row = 0; row < ROWS; row++) {
            values.set(Lanes.LONG, row * 8L, random.nextInt(bound));
        }
        return new Column.Plain(type, ROWS, values, null);
    }

    /// `size` strings `MFGR#0001` and so on.
    Column.Dictionaried dictionary(int size) {
        Column.Plain values = ColumnBuilder.of(
                Type.VARCHAR,
                IntStream.range(0, size)
                        .mapToObj(i -> Datum.of(String.format("MFGR#%04d", i)))
                        .toList(),
                arena);
        return new Column.Dictionaried(Type.VARCHAR, ROWS, 2, unsigned(2, size), null, new Dictionary(values));
    }

    Column.Plain texts() {
        return ColumnBuilder.of(
                Type.VARCHAR,
                IntStream.range(0, ROWS)
                        .mapToObj(i -> Datum.of("some words about order number " + random.nextInt(10_000)))
                        .toList(),
                arena);
    }

    /// One row in `one` on average.
    Selection every(int one) {
        return new Selection(
                IntStream.range(0, ROWS).filter(row -> random.nextInt(one) == 0).toArray(), ROWS / one / 2);
    }

    private MemorySegment unsigned(int width, int bound) {
        MemorySegment values = arena.allocate((long) ROWS * width, 64);
        for (int row = 0; row < ROWS; row++) {
            int value = random.nextInt(bound);
            switch (width) {
                case 1 -> values.set(Lanes.BYTE, row, (byte) value);
                case 2 -> values.set(Lanes.SHORT, row * 2L, (short) value);
                default -> values.set(Lanes.INT, row * 4L, value);
            }
        }
        return values;
    }
}
