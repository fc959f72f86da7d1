package io.colonnade.exec.operator.window;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;

/// NTILE: the partition in buckets as equal as can be, the larger ones first.
final class BucketCalculation extends Calculation.OfNumbers {
    private final Operand buckets;

    BucketCalculation(Operand buckets, Type type) {
        super(type);
        this.buckets = buckets;
    }

    @Override
    void compute(Partition partition, Frames frames, int from, int to, int at) {
        SortedRange rows = range();
        if (buckets.isNull(rows, partition.from)) {
            for (int i = 0; i < to - from; i++) {
                nulls[at + i] = true;
            }
            return;
        }
        long count = buckets.number(rows, partition.from);
        if (count <= 0) {
            throw new EngineException(ErrorCode.INVALID_NTILE, "NTILE of " + count + " buckets; it takes 1 or more");
        }
        long total = (long) partition.to - partition.from;
        long size = total / count;
        // So many buckets have one row more.
        long larger = total % count;
        long inLarger = larger * (size + 1);
        for (int i = 0; i < to - from; i++) {
            long place = from + (long) i - partition.from;
            set(at + i, 1 + (place < inLarger ? place / (size + 1) : larger + (place - inLarger) / size));
        }
    }
}
