package io.colonnade.planner.lower;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.WindowBound;
import io.colonnade.core.plan.WindowCall;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Window nodes on top of one another, as few as there are orders.
///
/// ```text
/// RANK() OVER (PARTITION BY a ORDER BY b, c)         sorted by a, b, c
/// SUM(x) OVER (PARTITION BY a ORDER BY b)            the same
/// COUNT(*) OVER (PARTITION BY b, a)                  the same: b and a are its first two keys
/// SUM(x) OVER (ORDER BY c)                           another node: all rows are one partition
/// ```
///
/// Each node passes on what those above it need. Columns and results are named by the positions that they have in
/// {@link WindowCalls}.
final class WindowStack {
    private final WindowCalls calls;
    private final int width;
    private PlanNode node;
    /// Where each column, and behind them each result, is among the outputs of the node; -1 if it is gone or
    /// not there yet.
    private int[] positions;

    /// The calls of one node.
    private static final class Level {
        final List<SortKey> order = new ArrayList<>();
        final boolean partitioned;
        final List<Integer> calls = new ArrayList<>();

        Level(boolean partitioned) {
            this.partitioned = partitioned;
        }
    }

    WindowStack(PlanLowering plans, WindowCalls calls) {
        this.calls = calls;
        List<Expression> columns = calls.columns();
        this.width = columns.size();
        this.positions = new int[width + calls.plain().size()];
        Arrays.fill(positions, -1);
        PlanNode input = calls.input().node();
        boolean asIs = columns.stream().allMatch(ColumnReference.class::isInstance);
        for (int i = 0; i < width; i++) {
            positions[i] = asIs ? ((ColumnReference) columns.get(i)).index() : i;
        }
        node = asIs ? input : plans.project(input, columns);
        List<Level> levels = levels();
        Set<Integer> above = new HashSet<>();
        IntStream.range(0, width).filter(i -> calls.isCarried(columns.get(i))).forEach(above::add);
        for (int level = 0; level < levels.size(); level++) {
            Set<Integer> needed = new HashSet<>(above);
            levels.subList(level + 1, levels.size()).forEach(later -> reads(later, needed));
            add(plans, levels.get(level), needed);
        }
    }

    PlanNode node() {
        return node;
    }

    /// A column of {@link WindowCalls}, above all nodes.
    ColumnReference column(int position) {
        return new ColumnReference(positions[position], node.outputTypes().get(positions[position]));
    }

    /// The result of a plain call, above all nodes.
    ColumnReference result(int call) {
        return column(width + call);
    }

    /// Calls with the most keys choose the orders, the others join them where they fit.
    private List<Level> levels() {
        List<WindowCalls.Plain> plain = calls.plain();
        List<Integer> bySize = IntStream.range(0, plain.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) ->
                        -plain.get(i).partition().size() - plain.get(i).order().size()))
                .toList();
        List<Level> levels = new ArrayList<>();
        for (int call : bySize) {
            Level level = levels.stream()
                    .filter(known -> fits(plain.get(call), known))
                    .findFirst()
                    .orElse(null);
            if (level == null) {
                level = level(plain.get(call));
                levels.add(level);
            }
            level.calls.add(call);
        }
        return levels;
    }

    private static boolean fits(WindowCalls.Plain call, Level level) {
        int keys = call.partition().size();
        int all = keys + call.order().size();
        return level.partitioned == keys > 0
                && all <= level.order.size()
                && level.order.subList(0, keys).stream().map(SortKey::column).allMatch(call.partition()::contains)
                && level.order.subList(keys, all).equals(call.order());
    }

    /// The partition keys that most calls have come first.
    private Level level(WindowCalls.Plain call) {
        Level level = new Level(!call.partition().isEmpty());
        call.partition().stream()
                .sorted(Comparator.comparingLong((Integer key) -> -calls.plain().stream()
                        .filter(other -> other.partition().contains(key))
                        .count()))
                .forEach(key -> level.order.add(new SortKey(key, true, false)));
        level.order.addAll(call.order());
        return level;
    }

    private void reads(Level level, Set<Integer> columns) {
        level.order.forEach(key -> columns.add(key.column()));
        for (int i : level.calls) {
            WindowCalls.Plain call = calls.plain().get(i);
            call.arguments().forEach(argument -> {
                if (argument instanceof ColumnReference column) {
                    columns.add(column.index());
                }
            });
            WindowFrame frame = call.frame();
            for (int column : new int[] {
                frame.rangeKey(), frame.start().column(), frame.end().column()
            }) {
                if (column >= 0) {
                    columns.add(column);
                }
            }
        }
    }

    private void add(PlanLowering plans, Level level, Set<Integer> needed) {
        List<WindowCall> windowCalls = new ArrayList<>();
        int inputWidth = node.outputTypes().size();
        for (int i : level.calls) {
            WindowCalls.Plain call = calls.plain().get(i);
            positions[width + i] = inputWidth + windowCalls.size();
            windowCalls.add(new WindowCall(
                    call.function(),
                    call.arguments().stream().map(this::moved).toList(),
                    call.ignoresNulls(),
                    call.partition().size(),
                    call.order().size(),
                    moved(call.frame()),
                    call.type(),
                    call.aggregate()));
        }
        List<SortKey> order = level.order.stream()
                .map(key -> new SortKey(positions[key.column()], key.ascending(), key.nullsFirst()))
                .toList();
        List<Integer> outputs = new ArrayList<>();
        int[] next = new int[positions.length];
        Arrays.fill(next, -1);
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] >= 0 && (i >= width || needed.contains(i))) {
                int same = outputs.indexOf(positions[i]);
                next[i] = same >= 0 ? same : outputs.size();
                if (same < 0) {
                    outputs.add(positions[i]);
                }
            }
        }
        node = new WindowNode(plans.nextId(plans.rows(node)), node, order, windowCalls, outputs);
        positions = next;
    }

    private Expression moved(Expression argument) {
        return argument instanceof ColumnReference column
                ? new ColumnReference(positions[column.index()], column.type())
                : argument;
    }

    private WindowFrame moved(WindowFrame frame) {
        return frame.rangeKey() < 0
                ? frame
                : new WindowFrame(
                        frame.unit(),
                        moved(frame.start()),
                        moved(frame.end()),
                        frame.exclusion(),
                        positions[frame.rangeKey()]);
    }

    private WindowBound moved(WindowBound bound) {
        return bound.column() < 0 ? bound : new WindowBound(bound.kind(), 0, positions[bound.column()]);
    }
}
