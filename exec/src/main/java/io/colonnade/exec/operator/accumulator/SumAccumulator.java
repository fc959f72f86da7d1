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

/// SUM of integers and decimals, exact: in 64 bits as long as the values that have come prove that no sum can leave
/// them, in 128 from then on. Only the sum that is asked for must be in the range of its type.
///
/// ```text
/// bound = sum over batches of (rows * largest magnitude)  < 2^63     lows[group]
///                                                        >= 2^63     lows[group], highs[group]
/// ```
final class SumAccumulator extends Accumulator {
    private static final BigInteger DECIMAL_LIMIT = BigInteger.TEN.pow(Type.DecimalType.PRECISION_MAX);
    /// Integers of 32 bits and what lies this close to zero sum up in 64 bits, a page of them.
    private static final long SMALL = 1L << 50;

    private final Type type;
    private final NativeArray lows;
    private final NativeArray highs;
    private final Seen seen;
    private final FewGroups few = new FewGroups();
    private final long[] values = new long[Page.ROWS_MAX];
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];
    private boolean wide;
    /// No sum has a greater magnitude, while they are narrow.
    private long bound;

    SumAccumulator(Type type, MemoryPool pool) {
        this.type = type;
        this.lows = new NativeArray(pool);
        this.highs = new NativeArray(pool);
        this.seen = new Seen(pool);
    }

    @Override
    void grow(int count) {
        lows.ensure(count * 8L, (byte) 0);
        if (wide) {
            highs.ensure(count * 8L, (byte) 0);
        }
        seen.grow(count);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        growth.array(lows, groups * 8L);
        growth.array(highs, groups * 8L);
        seen.growth(groups, growth);
    }

    @Override
    public List<Type> stateTypes() {
        return List.of(type);
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
            MemorySegment numbers = Flatten.plain(column, selection, scratch).values();
            boolean fits = hasNulls ? fitsLongs(numbers, nulls, rows, values) : fitsLongs(numbers, rows, values);
            if (fits) {
                addValues(groups, rows);
            } else {
                addWideRows(numbers, groups, rows, hasNulls);
            }
            return;
        }
        Decode.words(column, selection, values, scratch);
        for (int i = 0; hasNulls && i < rows; i++) {
            values[i] = nulls[i] ? 0 : values[i];
        }
        addValues(groups, rows);
    }

    /// Writes 128-bit numbers as 64-bit ones and answers whether all fit.
    private static boolean fitsLongs(MemorySegment numbers, int rows, long[] values) {
        long more = 0;
        for (int i = 0; i < rows; i++) {
            long low = numbers.get(Lanes.LONG, i * 16L);
            more |= numbers.get(Lanes.LONG, i * 16L + 8) ^ low >> 63;
            values[i] = low;
        }
        return more == 0;
    }

    /// The same where some are NULL and so anything: they become 0.
    private static boolean fitsLongs(MemorySegment numbers, boolean[] nulls, int rows, long[] values) {
        long more = 0;
        for (int i = 0; i < rows; i++) {
            long low = numbers.get(Lanes.LONG, i * 16L);
            more |= nulls[i] ? 0 : numbers.get(Lanes.LONG, i * 16L + 8) ^ low >> 63;
            values[i] = nulls[i] ? 0 : low;
        }
        return more == 0;
    }

    private void addValues(int[] groups, int rows) {
        long most = magnitude(values, rows);
        widenUnlessHolding(most, rows);
        if (this.groups <= Math.min(rows, FewGroups.MAX) && (!wide || most < SMALL)) {
            long[] sums = few.sums(groups, values, rows, this.groups);
            for (int group = 0; group < this.groups; group++) {
                addSum(group, sums[group]);
            }
        } else if (wide) {
            addWide(lows.segment(), highs.segment(), groups, values, rows);
        } else {
            addNarrow(lows.segment(), groups, values, rows);
        }
    }

    private void addSum(int group, long sum) {
        if (wide) {
            addWide(group, sum, sum >> 63);
        } else {
            long at = group * 8L;
            lows.segment().set(Lanes.LONG, at, lows.segment().get(Lanes.LONG, at) + sum);
        }
    }

    /// At least as great as all values without their signs; at most twice as great as the greatest.
    private static long magnitude(long[] values, int rows) {
        long bits = 0;
        for (int i = 0; i < rows; i++) {
            bits |= values[i] ^ values[i] >> 63;
        }
        return bits == Long.MAX_VALUE ? bits : bits + 1;
    }

    private static void addNarrow(MemorySegment lows, int[] groups, long[] values, int rows) {
        for (int i = 0; i < rows; i++) {
            long at = groups[i] * 8L;
            lows.set(Lanes.LONG, at, lows.get(Lanes.LONG, at) + values[i]);
        }
    }

    private static void addWide(MemorySegment lows, MemorySegment highs, int[] groups, long[] values, int rows) {
        for (int i = 0; i < rows; i++) {
            long at = groups[i] * 8L;
            long value = values[i];
            long old = lows.get(Lanes.LONG, at);
            long low = old + value;
            // The carry of the low word, as an unsigned addition.
            long carry = ((old & value) | ((old | value) & ~low)) >>> 63;
            lows.set(Lanes.LONG, at, low);
            highs.set(Lanes.LONG, at, highs.get(Lanes.LONG, at) + (value >> 63) + carry);
        }
    }

    private void addWideRows(MemorySegment numbers, int[] groups, int rows, boolean hasNulls) {
        widen();
        for (int i = 0; i < rows; i++) {
            if (!hasNulls || !nulls[i]) {
                addWide(groups[i], numbers.get(Lanes.LONG, i * 16L), numbers.get(Lanes.LONG, i * 16L + 8));
            }
        }
    }

    private void addWide(int group, long low, long high) {
        long at = group * 8L;
        long oldLow = lows.segment().get(Lanes.LONG, at);
        long oldHigh = highs.segment().get(Lanes.LONG, at);
        long newLow = oldLow + low;
        long carry = Long.compareUnsigned(newLow, oldLow) < 0 ? 1 : 0;
        long newHigh = oldHigh + high + carry;
        if (((oldHigh ^ newHigh) & (high ^ newHigh)) < 0) {
            throw outOfRange();
        }
        lows.segment().set(Lanes.LONG, at, newLow);
        highs.segment().set(Lanes.LONG, at, newHigh);
    }

    // --- from 64 to 128 bits ---

    /// Makes sure that `times` values of at most this magnitude can be added to any sum.
    private void widenUnlessHolding(long magnitude, long times) {
        if (wide || raisesBound(magnitude, times)) {
            return;
        }
        // What has come since the last look may have been spread over many groups, or have had either sign.
        bound = 0;
        for (int group = 0; group < groups; group++) {
            long sum = lows.segment().get(Lanes.LONG, group * 8L);
            bound = Math.max(bound, sum == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(sum));
        }
        if (bound > Long.MAX_VALUE / 2 || !raisesBound(magnitude, times)) {
            widen();
        }
    }

    private boolean raisesBound(long magnitude, long times) {
        long more = magnitude * times;
        boolean holds = Math.multiplyHigh(magnitude, times) == 0 && more >= 0 && bound + more >= 0;
        if (holds) {
            bound += more;
        }
        return holds;
    }

    private void widen() {
        if (wide) {
            return;
        }
        wide = true;
        MemorySegment target = highs.ensure(lows.bytes(), (byte) 0);
        for (int group = 0; group < groups; group++) {
            target.set(Lanes.LONG, group * 8L, lows.segment().get(Lanes.LONG, group * 8L) >> 63);
        }
    }

    // --- all rows of one group ---

    @Override
    public void addAll(Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Column column = arguments[0];
        if (column.layout() == Layout.INT128 || Decode.mayBeNull(column)) {
            super.addAll(arguments, selection, rows, scratch);
            return;
        }
        seen.mark(ZEROS, 1);
        if (column.layout() == Layout.INT32) {
            widenUnlessHolding(1L << 31, rows);
            addSum(0, IntSums.sum(column, selection, rows, values, scratch));
            return;
        }
        Decode.words(column, selection, values, scratch);
        long most = magnitude(values, rows);
        widenUnlessHolding(most, rows);
        if (!wide || most < SMALL) {
            long sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += values[i];
            }
            addSum(0, sum);
        } else {
            addWide(lows.segment(), highs.segment(), ZEROS, values, rows);
        }
    }

    // --- states and results ---

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        SumAccumulator source = (SumAccumulator) other;
        if (source.seen.isTracking()) {
            seen.track(groupsBefore);
        }
        if (source.wide) {
            widen();
        } else {
            widenUnlessHolding(source.bound, 1);
        }
        MemorySegment sourceLows = source.lows.segment();
        for (int i = 0; i < count; i++) {
            if (source.seen.get(from[i])) {
                long low = sourceLows.get(Lanes.LONG, from[i] * 8L);
                if (source.wide) {
                    addWide(to[i], low, source.highs.segment().get(Lanes.LONG, from[i] * 8L));
                } else {
                    addSum(to[i], low);
                }
                if (seen.isTracking()) {
                    seen.mark(to[i]);
                }
            }
        }
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        return column(from, count, true, scratch);
    }

    /// The sums as they are: only what is a result need have at most 38 digits.
    @Override
    public Column[] state(int from, int count, SegmentAllocator scratch) {
        return new Column[] {column(from, count, false, scratch)};
    }

    private Column column(int from, int count, boolean isResult, SegmentAllocator scratch) {
        MemorySegment validity = seen.validity(from, count, scratch);
        if (type.layout() == Layout.INT64) {
            MemorySegment values = lows.segment().asSlice(from * 8L, count * 8L);
            for (int i = 0; wide && i < count; i++) {
                if (high(from + i) != values.get(Lanes.LONG, i * 8L) >> 63) {
                    throw outOfRange();
                }
            }
            return new Column.Plain(type, count, values, validity);
        }
        MemorySegment values = scratch.allocate(Math.max(16, count * 16L), 8);
        for (int i = 0; i < count; i++) {
            long high = high(from + i);
            values.set(Lanes.LONG, i * 16L, lows.segment().get(Lanes.LONG, (from + i) * 8L));
            values.set(Lanes.LONG, i * 16L + 8, high);
            // Only sums that need more than 120 bits can have 39 digits.
            if (isResult
                    && high >> 56 != high >> 63
                    && Lanes.int128(values, i).abs().compareTo(DECIMAL_LIMIT) >= 0) {
                throw outOfRange();
            }
        }
        return new Column.Plain(type, count, values, validity);
    }

    private long high(int group) {
        return (wide ? highs : lows).segment().get(Lanes.LONG, group * 8L) >> (wide ? 0 : 63);
    }

    /// Marks the one group of an aggregate without keys as empty.
    @Override
    public void noRows() {
        seen.track(0);
    }

    private EngineException outOfRange() {
        if (type instanceof Type.DecimalType) {
            return new EngineException(ErrorCode.OUT_OF_RANGE, "a sum has more than the 38 digits of " + type.sql());
        }
        return new EngineException(
                ErrorCode.OUT_OF_RANGE,
                "a sum is out of the range of " + type.sql(),
                null,
                "cast the summed value to DECIMAL(38, 0)",
                null);
    }

    @Override
    public void close() {
        lows.close();
        highs.close();
        seen.close();
    }
}
