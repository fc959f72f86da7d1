package io.colonnade.exec.operator.window;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;

/// MIN and MAX: the place of the least or greatest value of each frame.
///
/// A frame that only grows is followed value by value; others are looked up in {@link Blocks} of places.
final class ExtremeCalculation extends PickCalculation {
    private final boolean least;
    private final Blocks blocks;
    private final Runnable cancelCheck;
    /// The place of the best of the partition in ranges before.
    private int carried = NOTHING;

    private int kept = NOTHING;
    private boolean hasBlocks;
    private int lastStart;
    private int lastEnd;
    private int lastPlace;

    ExtremeCalculation(boolean least, Values values, Type type, MemoryPool pool, Runnable cancelCheck) {
        super(values, type);
        this.least = least;
        this.blocks = new Blocks(4, pool);
        this.cancelCheck = cancelCheck;
    }

    @Override
    void prepare() {
        values.needOrder();
        hasBlocks = false;
        lastStart = -1;
    }

    @Override
    void compute(Partition partition, Frames frames, int from, int to, int at) {
        int before = partition.continued && frames.areFromStart() ? carried : NOTHING;
        for (int i = 0; i < to - from; i++) {
            int best = before;
            for (int p = i * frames.pieces; p < (i + 1) * frames.pieces; p++) {
                if (frames.starts[p] < frames.ends[p]) {
                    int found = frames.pieces == 1
                            ? following(frames.starts[p], frames.ends[p])
                            : best(frames.starts[p], frames.ends[p]);
                    best = better(best, found);
                }
            }
            picked[at + i] = best;
        }
    }

    @Override
    void carry(Partition partition) {
        int best = best(partition.from, partition.to);
        kept = partition.continued ? better(carried, best) : best;
        carried = NOTHING;
    }

    @Override
    int keptPlace() {
        return kept;
    }

    @Override
    void keptAt(int place) {
        carried = place;
    }

    private int better(int one, int other) {
        if (one < 0 || other < 0) {
            return Math.max(one, other);
        }
        int order = values.compare(one, values, other);
        return (least ? order <= 0 : order >= 0) ? one : other;
    }

    private int following(int start, int end) {
        if (start != lastStart || end < lastEnd) {
            lastPlace = best(start, end);
        } else {
            for (int place = lastEnd; place < end; place++) {
                lastPlace = better(lastPlace, value(place));
            }
        }
        lastStart = start;
        lastEnd = end;
        return lastPlace;
    }

    private int value(int place) {
        return values.isNull(place) ? NOTHING : place;
    }

    private int best(int start, int end) {
        int first = values.firstPlace();
        if (end - start <= 2 * Blocks.FAN_OUT) {
            return bestOf(0, start - first, end - first);
        }
        if (!hasBlocks) {
            hasBlocks = true;
            blocks.begin(values.count());
            blocks.build((level, from, to, target) -> {
                cancelCheck.run();
                blocks.segment().set(Lanes.INT, target * 4, bestOf(level, from, to));
            });
        }
        int[] best = {NOTHING};
        blocks.cover(
                start - first, end - first, (level, from, to) -> best[0] = better(best[0], bestOf(level, from, to)));
        return best[0];
    }

    /// The best place among entries of a level; entries of level 0 are the places themselves.
    private int bestOf(int level, int from, int to) {
        int best = NOTHING;
        if (level == 0) {
            for (int i = from; i < to; i++) {
                best = better(best, value(values.firstPlace() + i));
            }
            return best;
        }
        MemorySegment entries = blocks.segment();
        long start = blocks.start(level);
        for (int i = from; i < to; i++) {
            best = better(best, entries.get(Lanes.INT, (start + i) * 4));
        }
        return best;
    }

    @Override
    public void close() {
        blocks.close();
    }
}
