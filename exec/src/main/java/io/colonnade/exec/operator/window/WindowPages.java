package io.colonnade.exec.operator.window;

import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.WindowBound;
import io.colonnade.core.plan.WindowCall;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.core.type.Layout;
import io.colonnade.exec.kernel.Gather;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The pages of one driver: the rows of a range in order, each with its results.
///
/// Windows with the same keys share a {@link Partition}, those with the same frame too a {@link Frames},
/// calls of the same column its {@link Values}. *Memory*: all of it from the pool; the page from the scratch.
final class WindowPages implements AutoCloseable {
    /// The calls of one partition, and the frames they see.
    private record Part(Partition partition, List<Frames> frames, List<Step> steps) {}

    private record Step(Calculation calculation, Frames frames) {}

    private final WindowNode node;
    private final int inputColumns;
    private final MemoryPool pool;
    private final Runnable cancelCheck;
    private final Map<Integer, Values> values = new LinkedHashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<Calculation> calculations = new ArrayList<>();
    private @Nullable SortedRange range;

    WindowPages(WindowNode node, MemoryPool pool, Runnable cancelCheck) {
        this.node = node;
        this.inputColumns = node.input().outputTypes().size();
        this.pool = pool;
        this.cancelCheck = cancelCheck;
        for (WindowCall call : node.calls()) {
            Part part = part(call);
            Frames frames = frames(call.frame(), part);
            Calculation calculation = calculation(call);
            calculations.add(calculation);
            part.steps().add(new Step(calculation, frames));
        }
    }

    private Part part(WindowCall call) {
        for (Part part : parts) {
            if (part.partition().hasKeys(call.partitionKeys(), call.orderKeys())) {
                return part;
            }
        }
        Partition partition = new Partition(call.partitionKeys(), call.orderKeys(), node.order(), pool, cancelCheck);
        Part part = new Part(partition, new ArrayList<>(), new ArrayList<>());
        parts.add(part);
        return part;
    }

    private Frames frames(WindowFrame frame, Part part) {
        for (Frames known : part.frames()) {
            if (known.isOf(frame)) {
                return known;
            }
        }
        Frames frames = new Frames(
                frame,
                part.partition(),
                frame.rangeKey() < 0 ? null : values(frame.rangeKey()),
                bound(frame.start()),
                bound(frame.end()));
        part.frames().add(frames);
        return frames;
    }

    private @Nullable Values bound(WindowBound bound) {
        return bound.column() < 0 ? null : values(bound.column());
    }

    private Values values(int column) {
        return values.computeIfAbsent(column, c -> new Values(c, pool, cancelCheck));
    }

    private Values values(WindowCall call) {
        if (call.arguments().getFirst() instanceof ColumnReference column) {
            return values(column.index());
        }
        throw new IllegalArgumentException(call.function() + " of a literal");
    }

    private @Nullable Values columnValues(WindowCall call, int argument) {
        return call.arguments().size() > argument && call.arguments().get(argument) instanceof ColumnReference column
                ? values(column.index())
                : null;
    }

    private @Nullable Operand operand(WindowCall call, int argument) {
        return call.arguments().size() > argument
                ? new Operand(call.arguments().get(argument), columnValues(call, argument))
                : null;
    }

    private Calculation calculation(WindowCall call) {
        return switch (call.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST ->
                new RankCalculation(call.function(), call.type());
            case NTILE ->
                new BucketCalculation(new Operand(call.arguments().getFirst(), columnValues(call, 0)), call.type());
            case LEAD, LAG ->
                new PickCalculation.Neighbour(call, values(call), operand(call, 1), columnValues(call, 2));
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE ->
                new PickCalculation.OfFrame(call, values(call), operand(call, 1));
            case COUNT_ALL -> new CountCalculation(null);
            case COUNT -> new CountCalculation(values(call));
            case SUM ->
                call.type().layout() == Layout.FLOAT64
                        ? new FoldCalculation(Fold.of(call.function()), values(call), pool, cancelCheck)
                        : new ExactSumCalculation(values(call), call.type(), pool);
            case AGGREGATE -> {
                AggregateCall aggregate = call.aggregate();
                if (aggregate == null) {
                    throw new IllegalArgumentException("no aggregate");
                }
                ColumnReference column = (ColumnReference) call.arguments().get(aggregate.argument());
                yield new AggregateCalculation(call, aggregate, values(column.index()), pool, cancelCheck);
            }
            case SQUARED_DEVIATIONS -> new FoldCalculation(Fold.of(call.function()), values(call), pool, cancelCheck);
            case MIN -> new ExtremeCalculation(true, values(call), call.type(), pool, cancelCheck);
            case MAX -> new ExtremeCalculation(false, values(call), call.type(), pool, cancelCheck);
        };
    }

    /// Begins with other rows; those before must no longer be asked for.
    void begin(SortedRange next) {
        range = next;
        values.values().forEach(column -> column.begin(next));
        for (Part part : parts) {
            part.partition().begin(next);
            part.frames().forEach(Frames::begin);
        }
        calculations.forEach(calculation -> calculation.begin(next));
    }

    /// Says that the last partition of the range goes on in the next one, whose results so far have been asked for.
    /// Answers the calculations that need a row of the range.
    List<Calculation> carry() {
        for (Part part : parts) {
            part.partition().carry();
            part.steps().forEach(step -> step.calculation().carry(part.partition()));
        }
        return calculations.stream()
                .filter(calculation -> calculation.keptPlace() >= 0)
                .toList();
    }

    /// The rows that stand before `place` in its partition, as far as they can be looked at.
    int rowsBefore(int place) {
        return parts.isEmpty() ? 0 : place - parts.getFirst().partition().before;
    }

    /// The rows at `count` places from `from` on, which follow those asked for before.
    Page page(int from, int count, Scratch scratch) {
        SortedRange rows = range;
        if (rows == null) {
            throw new IllegalStateException("no rows");
        }
        for (Part part : parts) {
            compute(part, from, from + count);
        }
        int[] numbers = new int[count];
        rows.rows().rows(from, count, numbers);
        Selection selection = new Selection(numbers, count);
        Column[] columns = new Column[node.outputs().size()];
        for (int i = 0; i < columns.length; i++) {
            int position = node.outputs().get(i);
            columns[i] = position < inputColumns
                    ? Gather.rows(rows.rows().column(position), selection, scratch)
                    : calculations.get(position - inputColumns).column(count, scratch);
        }
        return new Page(count, columns);
    }

    private static void compute(Part part, int first, int end) {
        Partition partition = part.partition();
        int place = first;
        while (place < end) {
            partition.moveTo(place);
            int stop = Math.min(end, partition.to);
            partition.peers(place, stop);
            for (Frames frames : part.frames()) {
                frames.compute(place, stop);
            }
            for (Step step : part.steps()) {
                step.calculation().compute(partition, step.frames(), place, stop, place - first);
            }
            place = stop;
        }
    }

    @Override
    public void close() {
        calculations.forEach(Calculation::close);
        parts.forEach(part -> part.partition().close());
        values.values().forEach(Values::close);
    }
}
