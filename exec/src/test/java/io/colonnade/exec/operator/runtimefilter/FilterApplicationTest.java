package io.colonnade.exec.operator.runtimefilter;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.segment.Zone;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bitmaps on encoded columns, in vectors and row by row, against one value after the other.
final class FilterApplicationTest {
    private static final int ROWS = 3000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void keepsExactlyTheRowsWhoseBitIsSet(long seed) {
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            try (Arena arena = Arena.ofConfined()) {
                check(random, arena);
            }
        }
    }

    private static void check(SplittableRandom random, Arena arena) {
        int width = 1 << random.nextInt(3);
        boolean plain = width == 4 && random.nextBoolean();
        // Bases and bitmaps at the ends of the types, where differences leave 32 bits.
        long[] anchors = {0, 1000, Integer.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE / 4, Long.MAX_VALUE / 4};
        long base = plain ? 0 : anchors[random.nextInt(anchors.length)] - random.nextInt(500);
        long spread = random.nextBoolean() || width < 4 ? Math.min(1L << width * 8, 3000) : 0xFFFF_FFFFL;
        long[] values = new long[ROWS];
        MemorySegment memory = arena.allocate(ROWS * 4L, 64);
        for (int row = 0; row < ROWS; row++) {
            long offset = random.nextLong(spread);
            if (plain) {
                values[row] = random.nextInt(5) == 0 ? random.nextInt() : (int) offset;
                memory.set(Lanes.INT, row * 4L, (int) values[row]);
                continue;
            }
            values[row] = base + offset;
            switch (width) {
                case 1 -> memory.set(Lanes.BYTE, row, (byte) offset);
                case 2 -> memory.set(Lanes.SHORT, row * 2L, (short) offset);
                default -> memory.set(Lanes.INT, row * 4L, (int) offset);
            }
        }
        Type type = plain ? Type.INTEGER : Type.BIGINT;
        Column column = plain
                ? new Column.Plain(type, ROWS, memory, null)
                : new Column.Narrow(type, ROWS, base, width, memory, null);
        Zone zone = zone(values);
        long middle = random.nextInt(4) == 0 ? random.nextLong() / 2 : values[random.nextInt(ROWS)];
        BitmapKeys keys = keys(random, middle - random.nextInt(2000), middle + random.nextInt(2000));

        int from = random.nextInt(ROWS);
        int to = from + random.nextInt(ROWS - from + 1);
        int[] expected = IntStream.range(from, to)
                .filter(row -> keys.contains(values[row]))
                .toArray();
        FilterApplication application = new FilterApplication(keys);
        int[] positions = new int[ROWS + FilterApplication.SLACK];
        int count = application.range(column, zone, from, to, positions, 0);
        assertThat(Arrays.copyOf(positions, count)).isEqualTo(expected);

        int[] some =
                IntStream.range(from, to).filter(row -> random.nextInt(3) > 0).toArray();
        expected = Arrays.stream(some).filter(row -> keys.contains(values[row])).toArray();
        int[] kept = some.clone();
        count = application.positions(column, zone, kept, kept.length);
        assertThat(Arrays.copyOf(kept, count)).isEqualTo(expected);
        scalarAgrees(keys, column, zone, some, expected);
    }

    /// The loops that take over where there are no vectors.
    private static void scalarAgrees(BitmapKeys keys, Column column, Zone zone, int[] some, int[] expected) {
        if (!(column instanceof Column.Narrow narrow)
                || zone.high() - keys.min() > Integer.MAX_VALUE
                || Math.abs(narrow.base() / 2 - keys.min() / 2) > Integer.MAX_VALUE / 4) {
            return;
        }
        ScalarBitmapScan scan = new ScalarBitmapScan();
        int shift = (int) (narrow.base() - keys.min());
        int[] kept = some.clone();
        int count = switch (narrow.width()) {
            case 1 -> scan.keep8(narrow.offsets(), shift, keys.size(), keys.bits(), kept, kept.length);
            case 2 -> scan.keep16(narrow.offsets(), shift, keys.size(), keys.bits(), kept, kept.length);
            default -> scan.keep32(narrow.offsets(), shift, keys.size(), keys.bits(), kept, kept.length);
        };
        assertThat(Arrays.copyOf(kept, count)).isEqualTo(expected);
    }

    private static BitmapKeys keys(SplittableRandom random, long min, long max) {
        int[] bits = new int[BitmapKeys.words(min, max)];
        int keys = 0;
        for (int offset = 0; offset <= max - min; offset++) {
            if (random.nextInt(3) == 0) {
                BitmapKeys.set(bits, offset);
                keys++;
            }
        }
        return new BitmapKeys(min, max, bits, keys);
    }

    private static Zone zone(long[] values) {
        return Zone.of(
                ROWS,
                0,
                Datum.of(Arrays.stream(values).min().orElseThrow()),
                Datum.of(Arrays.stream(values).max().orElseThrow()));
    }
}
