package io.colonnade.exec.operator.window;

import io.colonnade.core.plan.WindowFunction;
import io.colonnade.core.type.Type;

/// ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK and CUME_DIST: what the place among partition and peers tells.
final class RankCalculation extends Calculation.OfNumbers {
    private final WindowFunction function;

    RankCalculation(WindowFunction function, Type type) {
        super(type);
        this.function = function;
    }

    @Override
    void compute(Partition partition, Frames frames, int from, int to, int at) {
        int first = partition.from;
        double rows = partition.to - partition.from;
        switch (function) {
            case ROW_NUMBER -> {
                for (int i = 0; i < to - from; i++) {
                    set(at + i, from + i - first + 1L + partition.rowsBefore);
                }
            }
            case RANK -> {
                for (int i = 0; i < to - from; i++) {
                    set(at + i, partition.peersFrom[i] - first + 1L + partition.rowsBefore);
                }
            }
            case DENSE_RANK -> {
                for (int i = 0; i < to - from; i++) {
                    set(at + i, partition.groups[i] + 1L + partition.groupsBefore);
                }
            }
            case PERCENT_RANK -> {
                for (int i = 0; i < to - from; i++) {
                    setReal(at + i, rows == 1 ? 0 : (partition.peersFrom[i] - first) / (rows - 1));
                }
            }
            case CUME_DIST -> {
                for (int i = 0; i < to - from; i++) {
                    setReal(at + i, (partition.peersTo[i] - first) / rows);
                }
            }
            default -> throw new IllegalStateException("not a rank: " + function);
        }
    }
}
