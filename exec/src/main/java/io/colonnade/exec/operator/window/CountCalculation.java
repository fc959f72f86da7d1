package io.colonnade.exec.operator.window;

import io.colonnade.core.type.Type;
import org.jspecify.annotations.Nullable;

/// COUNT: the rows of the frame, or those of them that are not NULL.
final class CountCalculation extends Calculation.OfNumbers {
    private final @Nullable Values values;
    /// Of the partition in ranges before.
    private long carried;

    CountCalculation(@Nullable Values values) {
        super(Type.BIGINT);
        this.values = values;
    }

    @Override
    void prepare() {
        if (values != null) {
            values.needPresents();
        }
    }

    @Override
    void compute(Partition partition, Frames frames, int from, int to, int at) {
        long before = partition.continued && frames.areFromStart() ? carried : 0;
        for (int i = 0; i < to - from; i++) {
            long count = before;
            for (int p = i * frames.pieces; p < (i + 1) * frames.pieces; p++) {
                int start = frames.starts[p];
                int end = frames.ends[p];
                if (start < end) {
                    count += values == null ? end - start : values.present(start, end);
                }
            }
            set(at + i, count);
        }
    }

    @Override
    void carry(Partition partition) {
        int count = partition.to - partition.from;
        carried = (partition.continued ? carried : 0)
                + (values == null ? count : values.present(partition.from, partition.to));
    }
}
