package io.colonnade.exec.operator.window;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;

/// SUM of doubles and the like: a frame that only grows is followed value by value; others are put together
/// from the states in {@link Blocks}.
final class FoldCalculation extends Calculation.OfNumbers {
    private final Fold fold;
    private final Values values;
    private final NativeArray numbers;
    private final Blocks blocks;
    private final Runnable cancelCheck;
    private final double[] state;
    private final double[] part;
    private final double[] lastState;
    /// Of the partition in ranges before.
    private final double[] carried;

    private boolean hasCarried;
    private final double[] whole;
    private boolean hasBlocks;
    private int lastStart;
    private int lastEnd;

    FoldCalculation(Fold fold, Values values, MemoryPool pool, Runnable cancelCheck) {
        super(Type.DOUBLE);
        this.fold = fold;
        this.values = values;
        this.numbers = new NativeArray(pool);
        this.blocks = new Blocks(fold.width() * 8, pool);
        this.cancelCheck = cancelCheck;
        this.state = new double[fold.width()];
        this.part = new double[fold.width()];
        this.lastState = new double[fold.width()];
        this.carried = new double[fold.width()];
        this.whole = new double[fold.width()];
    }

    @Override
    void prepare() {
        values.needPresents();
        MemorySegment target = numbers.ensure(values.count() * 8L, (byte) 0);
        values.eachWord((index, word, high, isNull) -> target.set(Lanes.LONG, index * 8L, word));
        hasBlocks = false;
        lastStart = -1;
    }

    @Override
    void compute(Partition partition, Frames frames, int from, int to, int at) {
        boolean continues = partition.continued && frames.areFromStart() && hasCarried;
        for (int i = 0; i < to - from; i++) {
            boolean some = continues;
            fold.clear(state);
            for (int p = i * frames.pieces; p < (i + 1) * frames.pieces; p++) {
                int start = frames.starts[p];
                int end = frames.ends[p];
                if (start < end && values.present(start, end) > 0) {
                    some = true;
                    if (frames.pieces == 1) {
                        follow(start, end);
                    } else {
                        addFrame(state, start, end);
                    }
                }
            }
            nulls[at + i] = !some;
            if (continues) {
                System.arraycopy(carried, 0, whole, 0, whole.length);
                fold.merge(whole, state);
                double result = fold.result(whole);
                setReal(at + i, Double.isFinite(fold.result(carried)) ? checked(result, frames, i) : result);
            } else if (some) {
                setReal(at + i, checked(fold.result(state), frames, i));
            }
        }
    }

    @Override
    void carry(Partition partition) {
        if (!partition.continued || !hasCarried) {
            fold.clear(carried);
            hasCarried = false;
        }
        if (values.present(partition.from, partition.to) > 0) {
            fold.clear(whole);
            addFrame(whole, partition.from, partition.to);
            fold.merge(carried, whole);
            hasCarried = true;
        }
    }

    private void follow(int start, int end) {
        if (start == lastStart && end >= lastEnd) {
            addRows(lastState, lastEnd - values.firstPlace(), end - values.firstPlace());
        } else {
            fold.clear(lastState);
            addFrame(lastState, start, end);
        }
        lastStart = start;
        lastEnd = end;
        System.arraycopy(lastState, 0, state, 0, state.length);
    }

    private void addFrame(double[] target, int start, int end) {
        int first = values.firstPlace();
        if (end - start <= 2 * Blocks.FAN_OUT) {
            addRows(target, start - first, end - first);
            return;
        }
        if (!hasBlocks) {
            hasBlocks = true;
            build();
        }
        blocks.cover(start - first, end - first, (level, from, to) -> addEntries(target, level, from, to));
    }

    private void build() {
        double[] sum = new double[state.length];
        blocks.begin(values.count());
        blocks.build((level, from, to, target) -> {
            cancelCheck.run();
            fold.clear(sum);
            addEntries(sum, level, from, to);
            MemorySegment entries = blocks.segment();
            for (int k = 0; k < sum.length; k++) {
                entries.set(Lanes.DOUBLE, (target * sum.length + k) * 8, sum[k]);
            }
        });
    }

    private void addEntries(double[] target, int level, int from, int to) {
        if (level == 0) {
            addRows(target, from, to);
            return;
        }
        MemorySegment entries = blocks.segment();
        long start = blocks.start(level);
        for (int i = from; i < to; i++) {
            for (int k = 0; k < part.length; k++) {
                part[k] = entries.get(Lanes.DOUBLE, ((start + i) * part.length + k) * 8);
            }
            fold.merge(target, part);
        }
    }

    private void addRows(double[] target, int from, int to) {
        MemorySegment all = numbers.segment();
        int first = values.firstPlace();
        for (int i = from; i < to; i++) {
            if (!values.isNull(first + i)) {
                fold.add(target, all.get(Lanes.DOUBLE, i * 8L));
            }
        }
    }

    /// A result that is no number although all values are is out of range.
    private double checked(double result, Frames frames, int row) {
        if (Double.isFinite(result)) {
            return result;
        }
        int first = values.firstPlace();
        MemorySegment all = numbers.segment();
        for (int p = row * frames.pieces; p < (row + 1) * frames.pieces; p++) {
            for (int place = frames.starts[p]; place < frames.ends[p]; place++) {
                if (!Double.isFinite(all.get(Lanes.DOUBLE, (place - first) * 8L))) {
                    return result;
                }
            }
        }
        throw new EngineException(ErrorCode.OUT_OF_RANGE, "a sum is out of the range of " + Type.DOUBLE.sql());
    }

    @Override
    public void close() {
        numbers.close();
        blocks.close();
    }
}
