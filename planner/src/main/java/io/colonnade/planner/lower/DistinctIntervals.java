package io.colonnade.planner.lower;

import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Branch;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Case;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Function;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.WindowCall;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowFunction;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Intervals of which those that are equal in a group count as one, though their parts differ: the one with
/// the least months and days stands for all.
///
/// ```text
/// SUM(DISTINCT i) .. GROUP BY k      SUM(CASE WHEN n = 1 THEN i END), n being
///                                    ROW_NUMBER() OVER (PARTITION BY k, INTERVAL_TOTAL(i) ORDER BY months, days)
/// MODE(i) .. GROUP BY k              MODE(FIRST_VALUE(i) OVER the same)
/// ```
final class DistinctIntervals {
    private final PlanLowering plans;
    private final List<Integer> groupKeys;
    private Lowered input;

    DistinctIntervals(PlanLowering plans, Lowered input, List<Integer> groupKeys) {
        this.plans = plans;
        this.groupKeys = groupKeys;
        this.input = input;
    }

    /// The rows with all columns that were asked for; those of the input are where they were.
    Lowered rows() {
        return input;
    }

    /// The interval in one of the rows of a group that have an equal one, NULL in the others.
    Expression once(Expression interval) {
        ColumnReference number = window(interval, WindowFunction.ROW_NUMBER, Type.BIGINT);
        Comparison isFirst = new Comparison(ComparisonOperator.EQUAL, number, new Literal(Type.BIGINT, Datum.of(1L)));
        return new Case(List.of(new Branch(isFirst, interval)), new Literal(Type.INTERVAL, Datum.NULL), Type.INTERVAL);
    }

    /// The interval that stands for all that are equal to this one in its group.
    Expression representative(Expression interval) {
        return window(interval, WindowFunction.FIRST_VALUE, Type.INTERVAL);
    }

    private ColumnReference window(Expression interval, WindowFunction function, Type type) {
        PlanNode node = input.node();
        int width = node.outputTypes().size();
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(new ColumnReference(i, node.outputTypes().get(i)));
        }
        List<SortKey> order = new ArrayList<>();
        for (int key : groupKeys) {
            order.add(key(input.column(key), columns));
        }
        order.add(key(new Call(Function.INTERVAL_TOTAL, List.of(interval), Type.decimal(38, 0)), columns));
        int partition = order.size();
        order.add(key(new Call(Function.INTERVAL_MONTHS, List.of(interval), Type.INTEGER), columns));
        order.add(key(new Call(Function.INTERVAL_DAYS, List.of(interval), Type.INTEGER), columns));
        List<Expression> arguments = function == WindowFunction.FIRST_VALUE
                ? List.of(new ColumnReference(key(interval, columns).column(), Type.INTERVAL))
                : List.of();
        PlanNode wide = plans.project(node, columns);
        WindowCall call = new WindowCall(
                function, arguments, false, partition, order.size() - partition, WindowFrame.WHOLE, type);
        List<Integer> outputs =
                new ArrayList<>(IntStream.range(0, width).boxed().toList());
        outputs.add(columns.size());
        WindowNode numbered = new WindowNode(plans.nextId(plans.rows(node)), wide, order, List.of(call), outputs);
        input = new Lowered(numbered, input.positions());
        return new ColumnReference(width, type);
    }

    /// The column of that value, which is put behind the others if it is none of them.
    private static SortKey key(Expression value, List<Expression> columns) {
        if (!columns.contains(value)) {
            columns.add(value);
        }
        return new SortKey(columns.indexOf(value), true, false);
    }
}
