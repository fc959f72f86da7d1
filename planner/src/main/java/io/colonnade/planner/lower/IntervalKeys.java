package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Function;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;

/// Makes whatever compares whole columns compare intervals by their totals: one month is thirty days.
///
/// ```text
/// GROUP BY i      group by INTERVAL_TOTAL(i), and the least i of the group stands for it
/// a.i = b.i       join on the totals, columns that both sides get
/// ORDER BY i, x   sort by the total, so that x counts among intervals that are equal
/// ```
public final class IntervalKeys {
    private final NodeIds ids;

    private IntervalKeys(NodeIds ids) {
        this.ids = ids;
    }

    /// The same plan; without intervals among its keys it is the plan itself.
    public static PlanNode apply(PlanNode plan, NodeIds ids) {
        IntervalKeys keys = new IntervalKeys(ids);
        return PlanRewrite.bottomUp(plan, keys::changed);
    }

    private PlanNode changed(PlanNode node) {
        return switch (node) {
            case AggregateNode aggregate -> aggregate(aggregate);
            case JoinNode join -> join(join);
            case WindowNode window -> window(window);
            case SortNode sort -> {
                Totals totals = new Totals(sort.input());
                List<SortKey> keys = totals.sortKeys(sort.keys());
                yield totals.isEmpty() ? sort : totals.without(new SortNode(sort.id(), totals.project(), keys));
            }
            case TopNNode top -> {
                Totals totals = new Totals(top.input());
                List<SortKey> keys = totals.sortKeys(top.keys());
                yield totals.isEmpty()
                        ? top
                        : totals.without(new TopNNode(top.id(), totals.project(), keys, top.offset(), top.limit()));
            }
            default -> node;
        };
    }

    private PlanNode aggregate(AggregateNode node) {
        Totals totals = new Totals(node.input());
        List<Integer> keys = node.groupKeys().stream().map(totals::key).toList();
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : node.calls()) {
            calls.add(call(call, totals));
        }
        if (totals.isEmpty()) {
            return node;
        }
        if (node.step() != AggregateNode.Step.SINGLE) {
            throw EngineException.internal("an INTERVAL as a key of a " + node.step() + " step");
        }
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            int original = node.groupKeys().get(i);
            if (keys.get(i) == original) {
                outputs.add(i);
            } else {
                outputs.add(keys.size() + calls.size());
                calls.add(new AggregateCall(AggregateFunction.MIN, original, false, Type.INTERVAL));
            }
        }
        for (int i = 0; i < node.calls().size(); i++) {
            outputs.add(keys.size() + i);
        }
        return chosen(new AggregateNode(node.id(), totals.project(), keys, calls, node.step()), outputs);
    }

    private static AggregateCall call(AggregateCall call, Totals totals) {
        if (call.arguments().stream().noneMatch(totals::isInterval)
                && call.order().stream().noneMatch(key -> totals.isInterval(key.column()))) {
            return call;
        }
        return switch (call.function()) {
            case MIN, MAX, ANY_VALUE, MIN_BY, MAX_BY, STRING_AGG -> ordered(call, totals);
            case PERCENTILE_CONT, PERCENTILE_DISC -> {
                if (call.distinct()) {
                    throw EngineException.notSupported(call.function() + " of DISTINCT INTERVALs");
                }
                yield call;
            }
            // Those that are equal have been made the same.
            case MODE -> call;
            case COUNT, APPROX_COUNT_DISTINCT -> {
                boolean counts = call.function() == AggregateFunction.COUNT && !call.distinct();
                yield counts
                        ? call
                        : new AggregateCall(
                                call.function(),
                                call.arguments().stream().map(totals::key).toList(),
                                call.distinct(),
                                call.order(),
                                call.parameter(),
                                call.type());
            }
            default -> throw EngineException.notSupported(call.function() + " of an INTERVAL");
        };
    }

    /// The same in the order of the totals.
    private static AggregateCall ordered(AggregateCall call, Totals totals) {
        return new AggregateCall(
                call.function(),
                call.arguments(),
                call.distinct(),
                totals.sortKeys(call.order()),
                call.parameter(),
                call.type());
    }

    private PlanNode join(JoinNode node) {
        Totals probe = new Totals(node.probe());
        Totals build = new Totals(node.build());
        List<Integer> probeKeys = node.probeKeys().stream().map(probe::key).toList();
        List<Integer> buildKeys = node.buildKeys().stream().map(build::key).toList();
        if (probe.isEmpty() && build.isEmpty()) {
            return node;
        }
        int left = node.probe().outputTypes().size();
        int right = node.build().outputTypes().size();
        int more = probe.count();
        int mark = more + build.count();
        List<Type> types = new ArrayList<>(node.probe().outputTypes());
        types.addAll(node.build().outputTypes());
        Expression residual = node.residual() == null
                ? null
                : ExpressionRewrite.columns(
                        node.residual(), i -> new ColumnReference(i < left ? i : i + more, types.get(i)));
        return new JoinNode(
                node.id(),
                node.kind(),
                probe.project(),
                build.project(),
                probeKeys,
                buildKeys,
                residual,
                node.outputs().stream()
                        .map(i -> i < left ? i : i < left + right ? i + more : i + mark)
                        .toList());
    }

    private PlanNode window(WindowNode node) {
        Totals totals = new Totals(node.input());
        List<SortKey> order = totals.sortKeys(node.order());
        if (totals.isEmpty()) {
            return node;
        }
        int width = node.input().outputTypes().size();
        return new WindowNode(
                node.id(),
                totals.project(),
                order,
                node.calls(),
                node.outputs().stream()
                        .map(i -> i < width ? i : i + totals.count())
                        .toList());
    }

    private ProjectNode chosen(PlanNode input, List<Integer> columns) {
        List<Type> types = input.outputTypes();
        List<Expression> expressions = new ArrayList<>();
        columns.forEach(column -> expressions.add(new ColumnReference(column, types.get(column))));
        return new ProjectNode(ids.next(ids.rows(input.id())), input, expressions);
    }

    /// The totals of intervals that are wanted behind the columns of an input.
    private final class Totals {
        private final PlanNode input;
        private final List<Type> types;
        private final List<Integer> columns = new ArrayList<>();

        Totals(PlanNode input) {
            this.input = input;
            this.types = input.outputTypes();
        }

        boolean isInterval(int column) {
            return types.get(column).equals(Type.INTERVAL);
        }

        /// The column to compare in the place of this one.
        int key(int column) {
            if (!isInterval(column)) {
                return column;
            }
            if (!columns.contains(column)) {
                columns.add(column);
            }
            return types.size() + columns.indexOf(column);
        }

        List<SortKey> sortKeys(List<SortKey> keys) {
            return keys.stream()
                    .map(key -> new SortKey(key(key.column()), key.ascending(), key.nullsFirst()))
                    .toList();
        }

        boolean isEmpty() {
            return columns.isEmpty();
        }

        int count() {
            return columns.size();
        }

        PlanNode project() {
            if (columns.isEmpty()) {
                return input;
            }
            List<Expression> expressions = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                expressions.add(new ColumnReference(i, types.get(i)));
            }
            for (int column : columns) {
                expressions.add(new Call(
                        Function.INTERVAL_TOTAL,
                        List.of(new ColumnReference(column, Type.INTERVAL)),
                        Type.decimal(38, 0)));
            }
            return new ProjectNode(ids.next(ids.rows(input.id())), input, expressions);
        }

        /// The columns of the input alone, of rows that have the totals, too.
        PlanNode without(PlanNode node) {
            List<Integer> own = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                own.add(i);
            }
            return chosen(node, own);
        }
    }
}
