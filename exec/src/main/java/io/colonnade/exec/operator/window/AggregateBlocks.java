package io.colonnade.exec.operator.window;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.Gather;
import io.colonnade.exec.operator.accumulator.Accumulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The states of an aggregate for the blocks of a range: {@link Blocks} whose entries are groups of an accumulator.
///
/// ```text
/// level 2   accumulator of groups [ 0..256 ] ...                 frame of row i: rows and groups of all levels,
/// level 1   accumulator of groups [ 0..16 ] [ 16..32 ] ...       merged into group i of the results
/// ```
///
/// The frames of many rows are asked for at once, so that accumulators get long lists of rows and groups.
final class AggregateBlocks implements AutoCloseable {
    private static final int CHUNK_ROWS = 1024;

    /// What is to be added, of a level: places of rows, or groups, and the results they belong to.
    private static final class Pending {
        private final int[] from = new int[CHUNK_ROWS];
        private final int[] to = new int[CHUNK_ROWS];
        private int count;
    }

    private final AggregateCall call;
    private final List<Type> types;
    private final int[] columns;
    private final MemoryPool pool;
    private final Runnable cancelCheck;
    private final Scratch scratch;
    private final Blocks blocks;
    private final int[] numbers = new int[CHUNK_ROWS];
    /// The entry of a level is an accumulator from 1 on.
    private final List<Accumulator> levels = new ArrayList<>();

    private final List<Pending> pending = new ArrayList<>();
    private @Nullable SortedRange range;

    /// `columns` are those of the sorted rows that the call reads.
    AggregateBlocks(AggregateCall call, List<Type> types, int[] columns, MemoryPool pool, Runnable cancelCheck) {
        this.call = call;
        this.types = types;
        this.columns = columns;
        this.pool = pool;
        this.cancelCheck = cancelCheck;
        this.scratch = new Scratch(pool);
        this.blocks = new Blocks(0, pool);
    }

    /// Whether states of blocks are worth it. A sum of a block may be out of range where that of no frame is, and
    /// sketches are too large.
    static boolean suit(AggregateCall call) {
        return call.hasState()
                && call.function() != AggregateFunction.SUM
                && call.function() != AggregateFunction.APPROX_COUNT_DISTINCT;
    }

    /// Forgets the range before.
    void clear() {
        closeLevels();
        range = null;
    }

    private SortedRange range() {
        if (range == null) {
            throw new IllegalStateException("no rows");
        }
        return range;
    }

    private Accumulator fresh(int groups) {
        Accumulator made = Accumulator.of(call, types, AggregateNode.Step.SINGLE, pool, bytes -> false);
        made.noRows();
        made.ensure(groups);
        return made;
    }

    private void build(SortedRange next) {
        range = next;
        blocks.begin(next.count());
        for (int level = 1; level < blocks.levels(); level++) {
            Accumulator made = fresh(blocks.size(level));
            levels.add(made);
            int below = blocks.size(level - 1);
            for (int from = 0; from < below; from += CHUNK_ROWS) {
                cancelCheck.run();
                Pending part = new Pending();
                part.count = Math.min(CHUNK_ROWS, below - from);
                for (int i = 0; i < part.count; i++) {
                    part.from[i] = from + i;
                    part.to[i] = (from + i) / Blocks.FAN_OUT;
                }
                add(level - 1, part, made);
            }
        }
        while (pending.size() < blocks.levels()) {
            pending.add(new Pending());
        }
    }

    /// Adds rows, or groups of a level, and forgets which.
    private void add(int level, Pending part, Accumulator target) {
        scratch.reset();
        if (level > 0) {
            target.merge(levels.get(level - 1), part.from, part.to, part.count, scratch);
        } else {
            SortedRange all = range();
            for (int i = 0; i < part.count; i++) {
                numbers[i] = all.rows().row(all.from() + part.from[i]);
            }
            Selection rows = new Selection(numbers, part.count);
            Column[] arguments = Arrays.stream(columns)
                    .mapToObj(column -> Gather.rows(all.rows().column(column), rows, scratch))
                    .toArray(Column[]::new);
            target.add(part.to, arguments, null, part.count, scratch);
        }
        part.count = 0;
    }

    /// Whether the blocks of a range are there now: not if the state of one is out of range, which no frame
    /// may see.
    boolean have(SortedRange rows) {
        if (range == rows) {
            return !levels.isEmpty() || blocks.levels() == 1;
        }
        try {
            build(rows);
            return true;
        } catch (EngineException e) {
            if (e.code() != ErrorCode.OUT_OF_RANGE) {
                throw e;
            }
            closeLevels();
            return false;
        }
    }

    /// The aggregates of the frames of the first `count` rows, as groups of an accumulator, which is the caller's.
    Accumulator results(Frames frames, int count) {
        Accumulator target = fresh(count);
        try {
            int first = range().from();
            for (int i = 0; i < count; i++) {
                int result = i;
                if ((i & 63) == 0) {
                    cancelCheck.run();
                }
                for (int p = i * frames.pieces; p < (i + 1) * frames.pieces; p++) {
                    blocks.cover(
                            frames.starts[p] - first,
                            frames.ends[p] - first,
                            (level, from, to) -> take(level, from, to, result, target));
                }
            }
            for (int level = 0; level < pending.size(); level++) {
                add(level, pending.get(level), target);
            }
            return target;
        } catch (Throwable e) {
            target.close();
            throw e;
        }
    }

    private void take(int level, int from, int to, int result, Accumulator target) {
        Pending part = pending.get(level);
        for (int entry = from; entry < to; entry++) {
            part.from[part.count] = entry;
            part.to[part.count++] = result;
            if (part.count == CHUNK_ROWS) {
                add(level, part, target);
            }
        }
    }

    private void closeLevels() {
        levels.forEach(Accumulator::close);
        levels.clear();
        pending.forEach(part -> part.count = 0);
    }

    @Override
    public void close() {
        closeLevels();
        blocks.close();
        scratch.close();
    }
}
