package io.colonnade.exec.operator.window;

import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.WindowCall;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.Assembly;
import io.colonnade.exec.kernel.Gather;
import io.colonnade.exec.operator.accumulator.Accumulator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Any aggregate of the rows of a frame, by the accumulator that GROUP BY has for it.
///
/// ```text
/// the frame of the row before, and more behind it     what is new is added
/// the same frame                                      the same result
/// another                                             put together from {@link AggregateBlocks}
///   of COUNT(DISTINCT x) and percentiles              rows are taken back: {@link SlidingValues}
///   of others whose states are their values           begun anew: takes as long as the frame has rows
/// ```
final class AggregateCalculation extends Calculation {
    private static final int CHUNK_ROWS = 1024;

    private final AggregateCall call;
    private final List<Type> types;
    private final int[] columns;
    private final MemoryPool pool;
    private final Runnable cancelCheck;
    private final Scratch scratch;
    private final @Nullable AggregateBlocks blocks;
    private final @Nullable SlidingValues sliding;
    private final int[] numbers = new int[CHUNK_ROWS];
    private final Datum[] results = new Datum[Page.ROWS_MAX];
    private @Nullable Accumulator accumulator;
    private Datum last = Datum.NULL;
    private int lastStart = -1;
    private int lastEnd = -1;

    /// `values` are those of the first argument.
    AggregateCalculation(
            WindowCall call, AggregateCall aggregate, Values values, MemoryPool pool, Runnable cancelCheck) {
        this.call = aggregate;
        this.types = call.arguments().stream().map(argument -> argument.type()).toList();
        this.columns = call.arguments().stream()
                .mapToInt(argument -> ((ColumnReference) argument).index())
                .toArray();
        this.pool = pool;
        this.cancelCheck = cancelCheck;
        this.scratch = new Scratch(pool);
        int[] read =
                aggregate.columns().stream().mapToInt(column -> columns[column]).toArray();
        this.blocks =
                AggregateBlocks.suit(aggregate) ? new AggregateBlocks(aggregate, types, read, pool, cancelCheck) : null;
        this.sliding = SlidingValues.suit(aggregate, types.get(aggregate.argument()))
                ? new SlidingValues(aggregate, values, pool, cancelCheck)
                : null;
    }

    @Override
    void prepare() {
        if (blocks != null) {
            blocks.clear();
        }
        if (sliding != null) {
            sliding.begin(range());
        }
        lastStart = -1;
        lastEnd = -1;
    }

    @Override
    void compute(Partition partition, Frames frames, int from, int to, int at) {
        if (blocks != null && !(frames.pieces == 1 && frames.areFromStart()) && blocks.have(range())) {
            try (Accumulator found = blocks.results(frames, to - from)) {
                scratch.reset();
                Column column = found.result(0, to - from, scratch);
                for (int i = 0; i < to - from; i++) {
                    results[at + i] = column.datum(i);
                }
            }
            return;
        }
        if (sliding != null && frames.pieces == 1 && !frames.areFromStart() && sliding.fit()) {
            for (int i = 0; i < to - from; i++) {
                results[at + i] = sliding.result(frames.starts[i], frames.ends[i]);
            }
            return;
        }
        for (int i = 0; i < to - from; i++) {
            results[at + i] = frames.pieces == 1
                    ? following(frames.starts[i], frames.ends[i])
                    : anew(frames, i * frames.pieces, (i + 1) * frames.pieces);
        }
    }

    private Datum following(int start, int end) {
        if (start >= end) {
            lastStart = -1;
            return result(fresh());
        }
        if (start == lastStart && end == lastEnd) {
            return last;
        }
        Accumulator current = accumulator;
        if (current == null || start != lastStart || end < lastEnd) {
            current = fresh();
            add(current, start, end);
        } else {
            add(current, lastEnd, end);
        }
        lastStart = start;
        lastEnd = end;
        last = result(current);
        return last;
    }

    private Datum anew(Frames frames, int first, int end) {
        Accumulator current = fresh();
        lastStart = -1;
        for (int p = first; p < end; p++) {
            add(current, frames.starts[p], frames.ends[p]);
        }
        return result(current);
    }

    private Accumulator fresh() {
        closeAccumulator();
        Accumulator made = Accumulator.of(call, types, AggregateNode.Step.SINGLE, pool, bytes -> false);
        accumulator = made;
        made.ensure(1);
        made.noRows();
        return made;
    }

    private void add(Accumulator target, int start, int end) {
        int[] read = call.columns().stream().mapToInt(column -> columns[column]).toArray();
        for (int place = start; place < end; place += CHUNK_ROWS) {
            cancelCheck.run();
            scratch.reset();
            int count = Math.min(CHUNK_ROWS, end - place);
            range().rows().rows(place, count, numbers);
            Selection rows = new Selection(numbers, count);
            Column[] arguments = IntStream.of(read)
                    .mapToObj(column -> Gather.rows(range().rows().column(column), rows, scratch))
                    .toArray(Column[]::new);
            target.ensure(1);
            target.addAll(arguments, null, count, scratch);
        }
    }

    private Datum result(Accumulator of) {
        scratch.reset();
        return of.result(0, 1, scratch).datum(0);
    }

    @Override
    Column column(int count, Scratch target) {
        Assembly assembly = new Assembly(call.type(), count, target);
        int from = 0;
        while (from < count) {
            int to = from + 1;
            while (to < count && results[to].equals(results[from])) {
                to++;
            }
            assembly.put(
                    new Column.Constant(call.type(), to - from, results[from]),
                    IntStream.range(from, to).toArray());
            from = to;
        }
        return assembly.result();
    }

    private void closeAccumulator() {
        if (accumulator != null) {
            accumulator.close();
            accumulator = null;
        }
    }

    @Override
    public void close() {
        closeAccumulator();
        if (blocks != null) {
            blocks.close();
        }
        if (sliding != null) {
            sliding.close();
        }
        scratch.close();
    }
}
