package io.colonnade.exec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.kernel.KeyHash;
import io.colonnade.core.kernel.Widening;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.kernel.filter.RangeScan;
import io.colonnade.exec.kernel.filter.ScalarRangeScan;
import io.colonnade.exec.kernel.filter.Simd;
import io.colonnade.exec.kernel.filter.ValueScan;
import io.colonnade.exec.kernel.filter.ValueTest;
import io.colonnade.exec.kernel.filter.VectorRangeScan;
import io.colonnade.exec.random.FuzzRun;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The kernels that get from one form to another, hash, and select, on columns of all types in all forms, against
/// values read one by one.
class KernelFuzzTest {
    private final FuzzRun run = new FuzzRun(KernelFuzzTest.class, 12);

    @Test
    void kernelsEqualLoopsOverSingleValues() {
        run.run(this::check);
        run.requireAllForms();
        run.requireAll(List.of("Range", "Table", "Hashed", "Nothing", "Everything"));
    }

    private void check(long seed) {
        Random random = FuzzRun.random(seed);
        try (Arena arena = Arena.ofConfined()) {
            // Scratch memory is never clean.
            SegmentAllocator scratch = (size, alignment) -> {
                MemorySegment segment = arena.allocate(size, alignment);
                segment.fill((byte) 0xA5);
                return segment;
            };
            RandomData data = new RandomData(random, arena);
            Page page = data.next(List.of(data.type(), data.type()), Page.ROWS_MAX);
            run.page(page);
            run.outcome(false);
            run.describe(() -> FuzzRun.shape(page));
            for (Column column : page.columns()) {
                List<Datum> values = values(column, null);
                equal("flattened", Flatten.plain(column, null, scratch), values);
                equal("gathered", Gather.column(column, null, scratch), values);
                equal("selected", Flatten.plain(column, page.selection(), scratch), values(column, page.selection()));
                equal("selected", Gather.column(column, page.selection(), scratch), values(column, page.selection()));
                Selection anyOrder = anyOrder(random, column.length());
                equal("in any order", Gather.rows(column, anyOrder, scratch), values(column, anyOrder));
                slices(random, column);
                hashes(column, page.selection());
                if (column.layout().isInteger()) {
                    valueTests(random, data, column, page.selection());
                }
            }
            combinedHashes(page);
            bits(random, page.length(), page.selection(), arena, scratch);
            widening(random, page.length(), page.selection(), arena);
            ranges(random, page.length(), arena);
        }
    }

    private static List<Datum> values(Column column, @Nullable Selection selection) {
        int rows = selection == null ? column.length() : selection.count();
        List<Datum> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            values.add(column.datum(selection == null ? i : selection.positions()[i]));
        }
        return values;
    }

    private static void equal(String what, Column column, List<Datum> values) {
        assertThat(column.length()).as(what).isEqualTo(values.size());
        for (int row = 0; row < values.size(); row++) {
            if (!column.datum(row).equals(values.get(row))
                    || column.isNull(row) != values.get(row).isNull()) {
                throw new AssertionError(
                        what + ": row " + row + " is " + column.datum(row) + " instead of " + values.get(row));
            }
        }
    }

    private static Selection anyOrder(Random random, int rows) {
        int[] positions = random.ints(1 + random.nextInt(rows), 0, rows).toArray();
        return new Selection(positions, positions.length);
    }

    private static void slices(Random random, Column column) {
        int from = random.nextBoolean() ? random.nextInt(column.length()) : random.nextInt(column.length()) / 64 * 64;
        if (column.sliceable(from)) {
            int length = 1 + random.nextInt(column.length() - from);
            equal(
                    "slice from " + from,
                    column.slice(from, length),
                    values(column, null).subList(from, from + length));
        }
    }

    private static void hashes(Column column, @Nullable Selection selection) {
        List<Datum> values = values(column, selection);
        long[] hashes = new long[values.size()];
        KeyHash.hash(column, selection, hashes);
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] != KeyHash.hash(column.type(), values.get(i))) {
                throw new AssertionError("hash of " + values.get(i));
            }
        }
    }

    private static void combinedHashes(Page page) {
        int rows = page.rows();
        long[] hashes = new long[rows];
        KeyHash.hash(page.column(0), page.selection(), hashes);
        KeyHash.combine(page.column(1), page.selection(), hashes);
        List<List<Datum>> values = RandomData.rows(page);
        for (int i = 0; i < rows; i++) {
            long first = KeyHash.hash(page.column(0).type(), values.get(i).get(0));
            long second = KeyHash.hash(page.column(1).type(), values.get(i).get(1));
            assertThat(hashes[i]).isEqualTo(KeyHash.combine(first, second));
            if (values.get(i).stream().allMatch(Datum::isNull)) {
                assertThat(KeyHash.slot(hashes[i], 48)).isZero();
            }
        }
    }

    // --- sets of values on encoded columns ---

    private ValueTest valueTest(Random random, RandomData data, Column column) {
        long[] some = new long[1 + random.nextInt(random.nextBoolean() ? 3 : 40)];
        for (int i = 0; i < some.length; i++) {
            Datum value = random.nextBoolean()
                    ? column.datum(random.nextInt(column.length()))
                    : data.values().value(column.type());
            some[i] = value instanceof Datum.Int v ? v.value() + random.nextInt(-1, 2) : random.nextLong();
        }
        ValueTest test = switch (random.nextInt(12)) {
            case 0 -> ValueTest.NOTHING;
            case 1 -> ValueTest.EVERYTHING;
            case 2, 3, 4, 5 ->
                ValueTest.range(Math.min(some[0], some[some.length / 2]), Math.max(some[0], some[some.length / 2]));
            case 6 -> ValueTest.range(some[0], Long.MAX_VALUE);
            case 7 -> ValueTest.range(Long.MIN_VALUE, some[0]);
            case 8, 9 -> ValueTest.of(near(some));
            default -> ValueTest.of(some);
        };
        run.exercised(test.getClass().getSimpleName());
        return random.nextInt(3) == 0 ? test.not() : test;
    }

    /// Values within the span of a table.
    private static long[] near(long[] values) {
        return Arrays.stream(values).map(value -> values[0] + (value & 0xFFF)).toArray();
    }

    private void valueTests(Random random, RandomData data, Column column, @Nullable Selection selection) {
        for (int i = 0; i < 3; i++) {
            ValueTest test = valueTest(random, data, column);
            twins().forEach(twin -> valueTest(column, test, selection, twin));
        }
    }

    private static void valueTest(Column column, ValueTest test, @Nullable Selection selection, RangeScan ranges) {
        ValueScan scan = new ValueScan(ranges);
        Selection rows = selection == null ? Selection.all(column.length()) : selection;
        long[] mask = new long[Words.MAX];
        int[] kept = new int[rows.count()];
        int count;
        switch (column) {
            case Column.Plain c -> {
                scan.scan(c, test, mask);
                count = scan.narrow(c, test, rows.positions(), rows.count(), kept);
            }
            case Column.Narrow c -> {
                scan.scan(c, test, mask);
                count = scan.narrow(c, test, rows.positions(), rows.count(), kept);
            }
            default -> {
                return;
            }
        }
        for (int row = 0; row < column.length(); row++) {
            if (column.datum(row) instanceof Datum.Int v
                    && test.contains(v.value()) != ((mask[row >>> 6] >>> row & 1) != 0)) {
                throw new AssertionError(test + " of " + v + " in row " + row);
            }
        }
        int[] meant = Arrays.stream(rows.positions(), 0, rows.count())
                .filter(row -> column.datum(row) instanceof Datum.Int v && test.contains(v.value()))
                .toArray();
        int[] present =
                Arrays.stream(kept, 0, count).filter(row -> !column.isNull(row)).toArray();
        assertThat(present).as(test.toString()).isEqualTo(meant);
    }

    // --- bitmaps and masks ---

    private static void bits(
            Random random, int rows, @Nullable Selection selection, Arena arena, SegmentAllocator scratch) {
        MemorySegment a = randomBits(random, rows, arena);
        MemorySegment b = randomBits(random, rows, arena);
        int[] set = IntStream.range(0, rows).filter(row -> Lanes.bit(a, row)).toArray();
        assertThat(Bits.count(a, rows)).isEqualTo(set.length);
        int[] positions = new int[rows];
        assertThat(Bits.positions(a, rows, positions)).isEqualTo(set.length);
        assertThat(Arrays.copyOf(positions, set.length)).isEqualTo(set);
        MemorySegment gathered = Bits.gather(a, selection, scratch);
        for (int i = 0; i < (selection == null ? rows : selection.count()); i++) {
            int row = selection == null ? i : selection.positions()[i];
            assertThat(Lanes.bit(gathered, i)).isEqualTo(Lanes.bit(a, row));
        }
        MemorySegment target = Bitmaps.allocate(rows, scratch);
        Bitmaps.and(a, b, rows, target);
        same(rows, target, row -> Lanes.bit(a, row) && Lanes.bit(b, row));
        same(rows, Bitmaps.both(a, b, rows, scratch), row -> Lanes.bit(a, row) && Lanes.bit(b, row));
        Bitmaps.or(a, b, rows, target);
        same(rows, target, row -> Lanes.bit(a, row) || Lanes.bit(b, row));
        Bitmaps.less(a, b, rows, target);
        same(rows, target, row -> !Lanes.bit(a, row) && Lanes.bit(b, row));
        Bitmaps.equal(a, b, rows, target);
        same(rows, target, row -> Lanes.bit(a, row) == Lanes.bit(b, row));
        Bitmaps.not(a, rows, target);
        same(rows, target, row -> !Lanes.bit(a, row));
        words(random, rows, a, b, scratch);
    }

    private static void words(Random random, int rows, MemorySegment a, MemorySegment b, SegmentAllocator scratch) {
        long[] mask = new long[Words.MAX];
        Words.load(a, rows, mask);
        Words.and(mask, b, rows);
        same(rows, Bitmaps.of(mask, rows, scratch), row -> Lanes.bit(a, row) && Lanes.bit(b, row));
        Words.orNot(mask, a, rows);
        same(rows, Bitmaps.of(mask, rows, scratch), row -> !Lanes.bit(a, row) || Lanes.bit(b, row));
        int from = random.nextInt(rows);
        int to = from + 1 + random.nextInt(rows - from);
        Words.fill(mask, rows, 0);
        Words.set(mask, from, to);
        same(rows, Bitmaps.of(mask, rows, scratch), row -> row >= from && row < to);
        Words.load(a, rows, mask);
        assertThat(Words.trim(mask, rows)).isEqualTo(Bits.count(a, rows));
        for (RangeScan twin : twins()) {
            int[] positions = new int[rows];
            int count = twin.positions(mask, rows, positions);
            assertThat(Arrays.copyOf(positions, count))
                    .isEqualTo(IntStream.range(0, rows)
                            .filter(row -> Lanes.bit(a, row))
                            .toArray());
        }
    }

    private static MemorySegment randomBits(Random random, int rows, Arena arena) {
        MemorySegment bits = arena.allocate(Bits.bytes(rows));
        for (long at = 0; at < bits.byteSize(); at += 8) {
            long word = random.nextLong();
            bits.set(Lanes.LONG, at, random.nextInt(4) == 0 ? random.nextInt(3) - 1 : word & random.nextLong());
        }
        return bits;
    }

    private interface Bit {
        boolean of(int row);
    }

    private static void same(int rows, @Nullable MemorySegment bits, Bit meant) {
        for (int row = 0; row < rows; row++) {
            if (Lanes.bit(bits, row) != meant.of(row)) {
                throw new AssertionError("bit " + row + " of " + rows);
            }
        }
    }

    // --- widths ---

    private static MemorySegment randomBytes(Random random, long size, Arena arena) {
        byte[] bytes = new byte[(int) size];
        random.nextBytes(bytes);
        MemorySegment segment = arena.allocate(size, 1);
        segment.copyFrom(MemorySegment.ofArray(bytes));
        return segment;
    }

    private static void widening(Random random, int rows, @Nullable Selection selection, Arena arena) {
        int width = 1 << random.nextInt(3);
        MemorySegment source = randomBytes(random, (long) rows * width, arena);
        long base = random.nextLong();
        int count = selection == null ? rows : selection.count();
        MemorySegment ints = arena.allocate(count * 4L);
        MemorySegment longs = arena.allocate(count * 8L);
        Widening.toInt32(source, width, (int) base, selection, count, ints);
        Widening.toInt64(source, width, base, selection, count, longs);
        for (int i = 0; i < count; i++) {
            long offset = Lanes.unsigned(
                    source, width, selection == null ? i : selection.positions()[i]);
            assertThat(Lanes.int32(ints, i)).isEqualTo((int) (base + offset));
            assertThat(Lanes.int64(longs, i)).isEqualTo(base + offset);
        }
    }

    private static void ranges(Random random, int rows, Arena arena) {
        int width = 1 << random.nextInt(4);
        MemorySegment values = randomBytes(random, (long) rows * width, arena);
        long low = random.nextInt(4) == 0 ? edge(random) : random.nextLong();
        long span = random.nextInt(4) == 0 ? edge(random) : random.nextLong();
        long bits = width == 8 ? -1 : (1L << 8 * width) - 1;
        for (RangeScan twin : twins()) {
            long[] mask = new long[Words.MAX];
            switch (width) {
                case 1 -> twin.scan8(values, rows, (byte) low, (byte) span, mask);
                case 2 -> twin.scan16(values, rows, (short) low, (short) span, mask);
                case 4 -> twin.scan32(values, rows, (int) low, (int) span, mask);
                default -> twin.scan64(values, rows, low, span, mask);
            }
            for (int row = 0; row < rows; row++) {
                long value = width == 8 ? Lanes.int64(values, row) : Lanes.unsigned(values, width, row);
                boolean meant = Long.compareUnsigned((value - low) & bits, span & bits) <= 0;
                if ((mask[row >>> 6] >>> row & 1) != (meant ? 1 : 0)) {
                    throw new AssertionError(twin.getClass().getSimpleName() + ": " + value + " in " + low + " + "
                            + span + " of width " + width);
                }
            }
        }
    }

    private static List<RangeScan> twins() {
        return Simd.isAvailable()
                ? List.of(new ScalarRangeScan(), new VectorRangeScan())
                : List.of(new ScalarRangeScan());
    }

    private static long edge(Random random) {
        return new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 0x7F7F_7F7F_7F7F_7F7FL}[random.nextInt(6)];
    }
}
