package io.colonnade.exec.operator.window;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Layout;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.NativeArray;
import io.colonnade.exec.operator.state.OrderedWord;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A column in the order of a range, with what its calculations need; each part is made when one asks for it.
///
/// ```text
/// place         10  11  12  13
/// value          7   -   9   3
/// present     0   1   1   2   3      how many values are before each place of the range, and after the last
/// positions      10  12  13          the places of values
/// words          7   0   9   3       in the order of the values; of wide decimals two
/// ```
///
/// *Thread safety*: one thread.
final class Values implements AutoCloseable {
    /// So many rows are decoded at once: few, since each column has a scratch of its own.
    private static final int CHUNK_ROWS = 1024;

    private final int column;
    private final Scratch scratch;
    private final NativeArray presents;
    private final NativeArray positions;
    private final NativeArray words;
    private final Runnable cancelCheck;
    private final int[] numbers = new int[CHUNK_ROWS];
    private final boolean[] nulls = new boolean[CHUNK_ROWS];
    private final long[] decoded = new long[CHUNK_ROWS];
    private @Nullable SortedRange range;
    private boolean someNull;
    private boolean hasPresents;
    private boolean hasPositions;
    private boolean hasWords;
    private Column.@Nullable Plain strings;

    Values(int column, MemoryPool pool, Runnable cancelCheck) {
        this.column = column;
        this.scratch = new Scratch(pool);
        this.presents = new NativeArray(pool);
        this.positions = new NativeArray(pool);
        this.words = new NativeArray(pool);
        this.cancelCheck = cancelCheck;
    }

    void begin(SortedRange next) {
        range = next;
        someNull = Decode.mayBeNull(column());
        hasPresents = false;
        hasPositions = false;
        hasWords = false;
        strings = null;
    }

    private SortedRange range() {
        if (range == null) {
            throw new IllegalStateException("no rows");
        }
        return range;
    }

    /// The column that the rows of the range are of.
    Column column() {
        return range().rows().column(column);
    }

    int firstPlace() {
        return range().from();
    }

    int count() {
        return range().count();
    }

    /// Calls `part` for the rows of the range, some at a time.
    private void each(ChunkLoop part) {
        SortedRange all = range();
        for (int from = all.from(); from < all.to(); from += CHUNK_ROWS) {
            cancelCheck.run();
            scratch.reset();
            int count = Math.min(CHUNK_ROWS, all.to() - from);
            all.rows().rows(from, count, numbers);
            part.run(from - all.from(), count, new Selection(numbers, count));
        }
    }

    /// Something to do with a number of rows.
    private interface ChunkLoop {
        void run(int at, int count, Selection rows);
    }

    private boolean[] nulls(Selection rows) {
        if (!Decode.nulls(column(), rows, nulls)) {
            Arrays.fill(nulls, 0, rows.count(), false);
        }
        return nulls;
    }

    /// Makes it known where values are.
    void needPresents() {
        if (hasPresents || !someNull) {
            return;
        }
        MemorySegment target = presents.ensure((count() + 1L) * 4, (byte) 0);
        target.set(Lanes.INT, 0, 0);
        int[] seen = new int[1];
        each((at, count, rows) -> {
            boolean[] isNull = nulls(rows);
            for (int i = 0; i < count; i++) {
                seen[0] += isNull[i] ? 0 : 1;
                target.set(Lanes.INT, (at + i + 1L) * 4, seen[0]);
            }
        });
        hasPresents = true;
    }

    /// How many values the range has before a place.
    int presentBefore(int place) {
        int index = place - firstPlace();
        return someNull ? presents.segment().get(Lanes.INT, index * 4L) : index;
    }

    int present(int from, int to) {
        return presentBefore(to) - presentBefore(from);
    }

    boolean isNull(int place) {
        return someNull && present(place, place + 1) == 0;
    }

    /// Makes the places of values known.
    void needPositions() {
        needPresents();
        if (hasPositions || !someNull) {
            return;
        }
        int total = presentBefore(range().to());
        MemorySegment target = positions.ensure(total * 4L, (byte) 0);
        for (int place = range().from(); place < range().to(); place++) {
            if (!isNull(place)) {
                target.set(Lanes.INT, presentBefore(place) * 4L, place);
            }
        }
        hasPositions = true;
    }

    /// The place of a value, counted from the start of the range.
    int position(int index) {
        return someNull ? positions.segment().get(Lanes.INT, index * 4L) : firstPlace() + index;
    }

    /// Makes values comparable.
    void needOrder() {
        needPresents();
        if (hasWords) {
            return;
        }
        hasWords = true;
        switch (column()) {
            case Column.Plain plain when plain.layout() == Layout.VIEW -> strings = plain;
            case Column.Dictionaried codes when codes.layout() == Layout.VIEW -> loadCodes(codes);
            case Column.Constant constant -> {}
            default -> loadWords();
        }
    }

    private void loadCodes(Column.Dictionaried codes) {
        MemorySegment target = words.ensure(count() * 8L, (byte) 0);
        each((at, count, rows) -> {
            for (int i = 0; i < count; i++) {
                target.set(Lanes.LONG, (at + (long) i) * 8, codes.code(rows.positions()[i]));
            }
        });
    }

    /// Makes the numbers themselves known: bits of doubles in their order, two words of wide decimals, 0
    /// where NULL.
    private void loadWords() {
        if (column().layout() == Layout.INT128) {
            loadWide();
            return;
        }
        boolean real = column().layout() == Layout.FLOAT64;
        MemorySegment target = words.ensure(count() * 8L, (byte) 0);
        each((at, count, rows) -> {
            boolean[] isNull = nulls(rows);
            Decode.words(column(), rows, decoded, scratch);
            for (int i = 0; i < count; i++) {
                long word = real ? OrderedWord.ofReal(decoded[i]) : decoded[i];
                target.set(Lanes.LONG, (at + (long) i) * 8, isNull[i] ? 0 : word);
            }
        });
    }

    private void loadWide() {
        MemorySegment target = words.ensure(count() * 16L, (byte) 0);
        each((at, count, rows) -> {
            boolean[] isNull = nulls(rows);
            MemorySegment wide = Flatten.plain(column(), rows, scratch).values();
            for (int i = 0; i < count; i++) {
                long to = (at + (long) i) * 16;
                target.set(Lanes.LONG, to, isNull[i] ? 0 : wide.get(Lanes.LONG, i * 16L));
                target.set(Lanes.LONG, to + 8, isNull[i] ? 0 : wide.get(Lanes.LONG, i * 16L + 8));
            }
        });
    }

    /// The order of the value at a place and of that at a place of other values of the same type; neither is NULL.
    int compare(int place, Values other, int otherPlace) {
        if (strings != null && other.strings != null) {
            return Views.compare(
                    strings.values(),
                    strings.heap(),
                    range().rows().row(place),
                    other.strings.values(),
                    other.strings.heap(),
                    other.range().rows().row(otherPlace));
        }
        if (column() instanceof Column.Constant || other.column() instanceof Column.Constant) {
            return compareConstants(place, other, otherPlace);
        }
        long at = place - firstPlace();
        long otherAt = otherPlace - other.firstPlace();
        if (column().layout() != Layout.INT128) {
            return Long.compare(
                    words.segment().get(Lanes.LONG, at * 8),
                    other.words.segment().get(Lanes.LONG, otherAt * 8));
        }
        MemorySegment a = words.segment();
        MemorySegment b = other.words.segment();
        int high = Long.compare(a.get(Lanes.LONG, at * 16 + 8), b.get(Lanes.LONG, otherAt * 16 + 8));
        return high != 0 ? high : Long.compareUnsigned(a.get(Lanes.LONG, at * 16), b.get(Lanes.LONG, otherAt * 16));
    }

    private int compareConstants(int place, Values other, int otherPlace) {
        if (this == other) {
            return 0;
        }
        return DatumOrder.compare(
                column().datum(range().rows().row(place)),
                other.column().datum(other.range().rows().row(otherPlace)));
    }

    /// Calls `numbers` for the values of a column of INT32, INT64 or FLOAT64, 0 where NULL: some at a time,
    /// in order.
    void eachWord(WordLoop loop) {
        each((at, count, rows) -> {
            boolean[] isNull = nulls(rows);
            Decode.words(column(), rows, decoded, scratch);
            for (int i = 0; i < count; i++) {
                loop.run(at + i, isNull[i] ? 0 : decoded[i], 0, isNull[i]);
            }
        });
    }

    /// The same of a column of INT128, the low and the high word of each value.
    void eachWide(WordLoop loop) {
        each((at, count, rows) -> {
            boolean[] isNull = nulls(rows);
            MemorySegment wide = Flatten.plain(column(), rows, scratch).values();
            for (int i = 0; i < count; i++) {
                long low = isNull[i] ? 0 : wide.get(Lanes.LONG, i * 16L);
                long high = isNull[i] ? 0 : wide.get(Lanes.LONG, i * 16L + 8);
                loop.run(at + i, low, high, isNull[i]);
            }
        });
    }

    /// Takes a value, by its index in the range.
    interface WordLoop {
        void run(int index, long low, long high, boolean isNull);
    }

    @Override
    public void close() {
        scratch.close();
        presents.close();
        positions.close();
        words.close();
    }
}
