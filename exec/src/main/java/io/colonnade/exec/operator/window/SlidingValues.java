package io.colonnade.exec.operator.window;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// COUNT(DISTINCT x) and percentiles of a frame that slides: rows that come in are counted by their value,
/// rows that go out are taken back.
///
/// ```text
/// value    7   3   -   7   9        numbered in their order: 3 is 0, 7 is 1, 9 is 2
/// number   1   0  -1   1   2        counts of the frame of all: 1 2 1, kept as sums over powers of two, so that the
///                                   value at a rank is found in as many steps as their number has bits
/// ```
///
/// *Thread safety*: one thread.
final class SlidingValues implements AutoCloseable {
    private final AggregateCall call;
    private final Values values;
    private final Runnable cancelCheck;
    private final NativeArray places;
    private final NativeArray spare;
    /// By place, -1 for NULL.
    private final NativeArray numbers;
    private final NativeArray counts;
    private @Nullable SortedRange range;
    private boolean numbered;
    private boolean unfit;
    private int different;
    /// What is counted.
    private int start;
    private int end;
    private long present;
    private long distinct;

    SlidingValues(AggregateCall call, Values values, MemoryPool pool, Runnable cancelCheck) {
        this.call = call;
        this.values = values;
        this.cancelCheck = cancelCheck;
        this.places = new NativeArray(pool);
        this.spare = new NativeArray(pool);
        this.numbers = new NativeArray(pool);
        this.counts = new NativeArray(pool);
    }

    /// Whether a call, whose argument has the type, is one of these.
    static boolean suit(AggregateCall call, Type type) {
        return call.columns().size() == 1
                && switch (call.function()) {
                    case COUNT -> call.distinct();
                    case PERCENTILE_CONT -> !call.distinct() && type.layout() == Layout.FLOAT64;
                    case PERCENTILE_DISC -> !call.distinct();
                    default -> false;
                };
    }

    /// Begins with other rows.
    void begin(SortedRange next) {
        range = next;
        numbered = false;
    }

    private SortedRange range() {
        if (range == null) {
            throw new IllegalStateException("no rows");
        }
        return range;
    }

    /// Whether values can be numbered: not where minus zero, which is equal to zero, would have to be told from it.
    boolean fit() {
        if (!numbered) {
            numbered = true;
            start = range().from();
            end = range().from();
            present = 0;
            distinct = 0;
            unfit = values.column().layout() == Layout.FLOAT64 && hasMinusZero();
            if (!unfit) {
                values.needOrder();
                number();
            }
        }
        return !unfit;
    }

    private boolean hasMinusZero() {
        boolean[] found = new boolean[1];
        values.eachWord((index, low, high, isNull) -> found[0] |= !isNull && low == Long.MIN_VALUE);
        return found[0];
    }

    private void number() {
        int first = range().from();
        MemorySegment numbered = numbers.ensure(Math.max(1, range().count()) * 4L, (byte) 0);
        MemorySegment listed = places.ensure(Math.max(1, range().count()) * 4L, (byte) 0);
        int count = 0;
        for (int place = first; place < range().to(); place++) {
            if (values.isNull(place)) {
                numbered.set(Lanes.INT, (place - first) * 4L, -1);
            } else {
                listed.set(Lanes.INT, count++ * 4L, place);
            }
        }
        listed = sorted(listed, spare.ensure(Math.max(1, range().count()) * 4L, (byte) 0), count);
        different = 0;
        for (int i = 0; i < count; i++) {
            int place = listed.get(Lanes.INT, i * 4L);
            if (i == 0 || values.compare(listed.get(Lanes.INT, (different - 1) * 4L), values, place) != 0) {
                // The places of the values themselves, in their order, overwrite those that have been read.
                listed.set(Lanes.INT, different++ * 4L, place);
            }
            numbered.set(Lanes.INT, (place - first) * 4L, different - 1);
        }
        if (listed.address() != places.segment().address()) {
            MemorySegment.copy(listed, 0, places.segment(), 0, different * 4L);
        }
        counts.ensure((different + 1) * 4L, (byte) 0)
                .asSlice(0, (different + 1) * 4L)
                .fill((byte) 0);
    }

    /// Sorts by merging runs of 1, 2, 4, ..; answers where the order is.
    private MemorySegment sorted(MemorySegment listed, MemorySegment other, int count) {
        MemorySegment from = listed;
        MemorySegment to = other;
        for (long run = 1; run < count; run *= 2) {
            for (long low = 0; low < count; low += 2 * run) {
                cancelCheck.run();
                merge(from, to, low, Math.min(count, low + run), Math.min(count, low + 2 * run));
            }
            MemorySegment swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private void merge(MemorySegment from, MemorySegment to, long low, long middle, long high) {
        long a = low;
        long b = middle;
        for (long i = low; i < high; i++) {
            boolean left = b == high
                    || a < middle
                            && values.compare(from.get(Lanes.INT, a * 4), values, from.get(Lanes.INT, b * 4)) <= 0;
            to.set(Lanes.INT, i * 4, from.get(Lanes.INT, (left ? a++ : b++) * 4));
        }
    }

    /// The result of the rows of a frame.
    Datum result(int from, int to) {
        if (from < to) {
            while (end < to) {
                count(end++, 1);
            }
            while (start > from) {
                count(--start, 1);
            }
            while (start < from) {
                count(start++, -1);
            }
            while (end > to) {
                count(--end, -1);
            }
        }
        long rows = from < to ? present : 0;
        if (call.function() == AggregateFunction.COUNT) {
            return Datum.of(from < to ? distinct : 0);
        }
        return rows == 0 ? Datum.NULL : percentile(rows);
    }

    private void count(int place, int change) {
        if ((place & (1 << 14) - 1) == 0) {
            cancelCheck.run();
        }
        int number = numbers.segment().get(Lanes.INT, (place - range().from()) * 4L);
        if (number < 0) {
            return;
        }
        MemorySegment all = counts.segment();
        present += change;
        if (call.function() == AggregateFunction.COUNT) {
            int before = all.get(Lanes.INT, number * 4L);
            all.set(Lanes.INT, number * 4L, before + change);
            distinct += before == 0 ? 1 : before + change == 0 ? -1 : 0;
            return;
        }
        for (long i = number + 1L; i <= different; i += i & -i) {
            all.set(Lanes.INT, i * 4, all.get(Lanes.INT, i * 4) + change);
        }
    }

    private Datum percentile(long rows) {
        double share = call.parameter() instanceof Datum.Real real ? real.value() : 0;
        if (call.function() == AggregateFunction.PERCENTILE_DISC) {
            return value(Math.max(0, (long) Math.ceil(share * rows) - 1), rows);
        }
        double place = share * (rows - 1);
        long below = (long) Math.floor(place);
        double first = real(value(below, rows));
        if (place == below) {
            return Datum.of(first);
        }
        double second = real(value(below + 1, rows));
        return Datum.of(first == second ? first : first + (second - first) * (place - below));
    }

    private static double real(Datum value) {
        return value instanceof Datum.Real real ? real.value() : 0;
    }

    /// The value of a rank in the order asked for.
    private Datum value(long rank, long rows) {
        boolean ascending = call.order().isEmpty() || call.order().getFirst().ascending();
        long left = ascending ? rank : rows - 1 - rank;
        MemorySegment all = counts.segment();
        long number = 0;
        for (long step = Integer.highestOneBit(different); step > 0; step >>= 1) {
            if (number + step <= different && all.get(Lanes.INT, (number + step) * 4) <= left) {
                number += step;
                left -= all.get(Lanes.INT, number * 4);
            }
        }
        return values.column().datum(range().rows().row(places.segment().get(Lanes.INT, number * 4)));
    }

    @Override
    public void close() {
        places.close();
        spare.close();
        numbers.close();
        counts.close();
    }
}
