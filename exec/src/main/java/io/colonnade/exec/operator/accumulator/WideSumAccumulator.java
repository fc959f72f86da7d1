package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SUM into 128 bits, of 64-bit or 128-bit values; the result must have at most 38 digits.
final class WideSumAccumulator extends Accumulator {
    private static final BigInteger LIMIT = BigInteger.TEN.pow(Type.DecimalType.PRECISION_MAX);

    private final Type type;
    private final NativeArray sums;
    private final Seen seen;
    private final long[] values = new long[Page.ROWS_MAX];
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];

    WideSumAccumulator(Type type, MemoryPool pool) {
        this.type = type;
        this.sums = new NativeArray(pool);
        this.seen = new Seen(pool);
    }

    @Override
    void grow(int count) {
        sums.ensure(count * 16L, (byte) 0);
        seen.grow(count);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        growth.array(sums, groups * 16L);
        seen.growth(groups, growth);
    }

    @Override
    public List<Type> stateTypes() {
        return List.of(type);
    }

    /// The sums as they are: only what is a result need have at most 38 digits.
    @Override
    public Column[] state(int from, int count, SegmentAllocator scratch) {
        MemorySegment values = sums.segment().asSlice(from * 16L, count * 16L);
        return new Column[] {new Column.Plain(type, count, values, seen.validity(from, count, scratch))};
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Column column = arguments[0];
        boolean hasNulls = Decode.nulls(column, selection, nulls);
        if (hasNulls) {
            seen.track(groupsBefore);
            for (int i = 0; i < rows; i++) {
                if (!nulls[i]) {
                    seen.mark(groups[i]);
                }
            }
        } else {
            seen.mark(groups, rows);
        }
        if (column.layout() == Layout.INT128) {
            MemorySegment wide = Flatten.plain(column, selection, scratch).values();
            for (int i = 0; i < rows; i++) {
                if (!hasNulls || !nulls[i]) {
                    addWide(groups[i], wide.get(Lanes.LONG, i * 16L), wide.get(Lanes.LONG, i * 16L + 8));
                }
            }
            return;
        }
        Decode.words(column, selection, values, scratch);
        if (hasNulls) {
            for (int i = 0; i < rows; i++) {
                values[i] = nulls[i] ? 0 : values[i];
            }
        }
        add(sums.segment(), groups, values, rows);
    }

    private static void add(MemorySegment sums, int[] groups, long[] values, int rows) {
        for (int i = 0; i < rows; i++) {
            long at = groups[i] * 16L;
            long value = values[i];
            long old = sums.get(Lanes.LONG, at);
            long low = old + value;
            // The carry of the low word, as an unsigned addition.
            long carry = ((old & value) | ((old | value) & ~low)) >>> 63;
            sums.set(Lanes.LONG, at, low);
            sums.set(Lanes.LONG, at + 8, sums.get(Lanes.LONG, at + 8) + (value >> 63) + carry);
        }
    }

    private void addWide(int group, long low, long high) {
        MemorySegment target = sums.segment();
        long at = group * 16L;
        long oldLow = target.get(Lanes.LONG, at);
        long oldHigh = target.get(Lanes.LONG, at + 8);
        long newLow = oldLow + low;
        long carry = Long.compareUnsigned(newLow, oldLow) < 0 ? 1 : 0;
        long newHigh = oldHigh + high + carry;
        if (((oldHigh ^ newHigh) & (high ^ newHigh)) < 0) {
            throw outOfRange();
        }
        target.set(Lanes.LONG, at, newLow);
        target.set(Lanes.LONG, at + 8, newHigh);
    }

    private EngineException outOfRange() {
        return new EngineException(ErrorCode.OUT_OF_RANGE, "a sum has more than the 38 digits of " + type.sql());
    }

    @Override
    public void addAll(Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Column column = arguments[0];
        if (column.layout() != Layout.INT64 || Decode.mayBeNull(column)) {
            super.addAll(arguments, selection, rows, scratch);
            return;
        }
        // The halves of 4096 values each sum up within 64 bits.
        Decode.words(column, selection, values, scratch);
        long low = 0;
        long high = 0;
        for (int i = 0; i < rows; i++) {
            low += values[i] & 0xFFFF_FFFFL;
            high += values[i] >> 32;
        }
        seen.mark(new int[] {0}, 1);
        addWide(0, high << 32, high >> 32);
        addWide(0, low, 0);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        WideSumAccumulator source = (WideSumAccumulator) other;
        if (source.seen.isTracking()) {
            seen.track(groupsBefore);
        }
        MemorySegment sources = source.sums.segment();
        for (int i = 0; i < count; i++) {
            if (source.seen.get(from[i])) {
                addWide(to[i], sources.get(Lanes.LONG, from[i] * 16L), sources.get(Lanes.LONG, from[i] * 16L + 8));
                if (seen.isTracking()) {
                    seen.mark(to[i]);
                }
            }
        }
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        MemorySegment values = sums.segment().asSlice(from * 16L, count * 16L);
        for (int i = 0; i < count; i++) {
            long high = values.get(Lanes.LONG, i * 16L + 8);
            // Only sums that need more than 120 bits can have 39 digits.
            if ((high >> 56 != 0 && high >> 56 != -1)
                    && Lanes.int128(values, i).abs().compareTo(LIMIT) >= 0) {
                throw outOfRange();
            }
        }
        return new Column.Plain(type, count, values, seen.validity(from, count, scratch));
    }

    @Override
    public void noRows() {
        seen.track(0);
    }

    @Override
    public void close() {
        sums.close();
        seen.close();
    }
}
