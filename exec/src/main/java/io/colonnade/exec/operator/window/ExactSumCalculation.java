package io.colonnade.exec.operator.window;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.number.Int128;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/// SUM of integers and decimals: the difference of two sums from the start of the range, which are exact.
///
/// ```text
/// value           5     7     -2
/// sum before   0     5     12     10        frame 1..3: 10 - 5
/// ```
///
/// Sums have 192 bits: as many rows as there can be do not make them overflow.
final class ExactSumCalculation extends Calculation.OfNumbers {
    private static final int SUM_BYTES = 24;
    private static final BigInteger LIMIT = Int128.bigPower(Type.DecimalType.PRECISION_MAX);
    private static final long LIMIT_HIGH = LIMIT.shiftRight(64).longValueExact();
    private static final long LIMIT_LOW = LIMIT.longValue();

    private final Values values;
    private final NativeArray sums;
    private final Total total = new Total();
    /// Of the partition in ranges before.
    private final Total carried = new Total();

    ExactSumCalculation(Values values, Type type, MemoryPool pool) {
        super(type);
        this.values = values;
        this.sums = new NativeArray(pool);
    }

    @Override
    void prepare() {
        values.needPresents();
        MemorySegment target = sums.ensure((values.count() + 1L) * SUM_BYTES, (byte) 0);
        target.asSlice(0, SUM_BYTES).fill((byte) 0);
        if (values.column().layout() == Layout.INT128) {
            values.eachWide((index, low, high, isNull) -> add(target, index, low, high));
        } else {
            values.eachWord((index, word, high, isNull) -> add(target, index, word, word >> 63));
        }
    }

    /// Writes the sum behind a value.
    private static void add(MemorySegment sums, int index, long low, long high) {
        long at = (long) index * SUM_BYTES;
        long sum0 = sums.get(Lanes.LONG, at) + low;
        long carry = Long.compareUnsigned(sum0, low) < 0 ? 1 : 0;
        long old1 = sums.get(Lanes.LONG, at + 8);
        long half1 = old1 + high;
        long carry1 = Long.compareUnsigned(half1, high) < 0 ? 1 : 0;
        long sum1 = half1 + carry;
        carry1 += Long.compareUnsigned(sum1, carry) < 0 ? 1 : 0;
        sums.set(Lanes.LONG, at + SUM_BYTES, sum0);
        sums.set(Lanes.LONG, at + SUM_BYTES + 8, sum1);
        sums.set(Lanes.LONG, at + SUM_BYTES + 16, sums.get(Lanes.LONG, at + 16) + (high >> 63) + carry1);
    }

    @Override
    void compute(Partition partition, Frames frames, int from, int to, int at) {
        boolean continues = partition.continued && frames.areFromStart();
        for (int i = 0; i < to - from; i++) {
            total.clear();
            if (continues) {
                total.add(carried);
            }
            for (int p = i * frames.pieces; p < (i + 1) * frames.pieces; p++) {
                add(frames.starts[p], frames.ends[p]);
            }
            store(at + i);
        }
    }

    @Override
    void carry(Partition partition) {
        total.clear();
        if (partition.continued) {
            total.add(carried);
        }
        add(partition.from, partition.to);
        carried.clear();
        carried.add(total);
    }

    private void add(int start, int end) {
        if (start >= end || values.present(start, end) == 0) {
            return;
        }
        MemorySegment all = sums.segment();
        int first = values.firstPlace();
        long after = (long) (end - first) * SUM_BYTES;
        long before = (long) (start - first) * SUM_BYTES;
        long piece0 = all.get(Lanes.LONG, after) - all.get(Lanes.LONG, before);
        long borrow = Long.compareUnsigned(all.get(Lanes.LONG, after), all.get(Lanes.LONG, before)) < 0 ? 1 : 0;
        long after1 = all.get(Lanes.LONG, after + 8);
        long before1 = all.get(Lanes.LONG, before + 8);
        long half1 = after1 - before1;
        long borrow1 = Long.compareUnsigned(after1, before1) < 0 ? 1 : 0;
        borrow1 += Long.compareUnsigned(half1, borrow) < 0 ? 1 : 0;
        long piece2 = all.get(Lanes.LONG, after + 16) - all.get(Lanes.LONG, before + 16) - borrow1;
        total.add(piece0, half1 - borrow, piece2);
    }

    /// A sum of 192 bits.
    private static final class Total {
        long sum0;
        long sum1;
        long sum2;
        boolean some;

        void clear() {
            sum0 = 0;
            sum1 = 0;
            sum2 = 0;
            some = false;
        }

        void add(Total other) {
            if (other.some) {
                add(other.sum0, other.sum1, other.sum2);
            }
        }

        void add(long piece0, long piece1, long piece2) {
            some = true;
            sum0 += piece0;
            long carry = Long.compareUnsigned(sum0, piece0) < 0 ? 1 : 0;
            long added1 = sum1 + piece1;
            long carry1 = Long.compareUnsigned(added1, piece1) < 0 ? 1 : 0;
            sum1 = added1 + carry;
            carry1 += Long.compareUnsigned(sum1, carry) < 0 ? 1 : 0;
            sum2 += piece2 + carry1;
        }
    }

    private void store(int at) {
        long sum0 = total.sum0;
        long sum1 = total.sum1;
        long sum2 = total.sum2;
        nulls[at] = !total.some;
        words[at] = sum0;
        if (type.layout() != Layout.INT128) {
            if (sum1 != sum0 >> 63 || sum2 != sum1 >> 63) {
                throw new EngineException(ErrorCode.OUT_OF_RANGE, "a sum is out of the range of " + type.sql());
            }
            return;
        }
        highs[at] = sum1;
        if (sum2 != sum1 >> 63 || Int128.exceeds(sum1, sum0, LIMIT_HIGH, LIMIT_LOW)) {
            throw new EngineException(ErrorCode.OUT_OF_RANGE, "a sum has more than the 38 digits of " + type.sql());
        }
    }

    @Override
    public void close() {
        sums.close();
    }
}
