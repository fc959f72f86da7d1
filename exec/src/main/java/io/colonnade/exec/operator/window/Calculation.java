package io.colonnade.exec.operator.window;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One call: {@link #begin} for a range, whose values have begun, {@link #compute} for its places in order, {@link
/// #column} for each page.
///
/// *Thread safety*: one thread.
abstract class Calculation implements AutoCloseable {
    private @Nullable SortedRange range;

    final void begin(SortedRange next) {
        range = next;
        prepare();
    }

    /// Makes what the range needs.
    void prepare() {}

    /// Remembers what the rest of the partition, which is in the next range, needs of it.
    void carry(Partition partition) {}

    /// The place of a row to be kept for the rest of the partition, -1 for none; after {@link #carry}.
    int keptPlace() {
        return -1;
    }

    /// Says where the row that was kept is in the next range.
    void keptAt(int place) {}

    final SortedRange range() {
        if (range == null) {
            throw new IllegalStateException("no rows");
        }
        return range;
    }

    /// Computes places `from` to `to` of a partition into rows `at` and on of the page.
    abstract void compute(Partition partition, Frames frames, int from, int to, int at);

    /// The first `count` results of the page.
    abstract Column column(int count, Scratch scratch);

    @Override
    public void close() {}

    /// Results that fit 64 bits, or 128.
    abstract static class OfNumbers extends Calculation {
        final Type type;
        final long[] words = new long[Page.ROWS_MAX];
        final long[] highs;
        final boolean[] nulls = new boolean[Page.ROWS_MAX];

        OfNumbers(Type type) {
            this.type = type;
            this.highs = new long[type.layout() == Layout.INT128 ? Page.ROWS_MAX : 0];
        }

        final void setReal(int at, double value) {
            words[at] = Double.doubleToRawLongBits(value);
            nulls[at] = false;
        }

        final void set(int at, long value) {
            words[at] = value;
            nulls[at] = false;
        }

        @Override
        final Column column(int count, Scratch scratch) {
            MemorySegment values = scratch.allocate(Math.max(8, type.layout().bytes(count)));
            switch (type.layout()) {
                case INT32 -> {
                    for (int i = 0; i < count; i++) {
                        values.set(Lanes.INT, i * 4L, (int) words[i]);
                    }
                }
                case INT64, FLOAT64 -> MemorySegment.copy(words, 0, values, Lanes.LONG, 0, count);
                case INT128 -> {
                    for (int i = 0; i < count; i++) {
                        values.set(Lanes.LONG, i * 16L, words[i]);
                        values.set(Lanes.LONG, i * 16L + 8, highs[i]);
                    }
                }
                case BIT, VIEW -> throw new IllegalStateException("numbers of type " + type.sql());
            }
            boolean someNull = false;
            for (int i = 0; i < count; i++) {
                someNull |= nulls[i];
            }
            if (!someNull) {
                return new Column.Plain(type, count, values, null);
            }
            MemorySegment validity = scratch.allocate(Bits.bytes(count));
            for (int i = 0; i < count; i++) {
                Lanes.setBit(validity, i, !nulls[i]);
            }
            return new Column.Plain(type, count, values, validity);
        }
    }
}
