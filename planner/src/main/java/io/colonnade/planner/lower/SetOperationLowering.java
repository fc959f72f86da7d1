package io.colonnade.planner.lower;

import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Arithmetic;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Expression.Logical;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.UnionAllNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.plan.WindowCall;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowFunction;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.type.TypeMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;

/// Set operations as the workers know them: all rows in one stream, then grouped.
///
/// ```text
/// UNION       Aggregate by a, b           INTERSECT   Filter side 0 < side 1      EXCEPT   Filter last = 0
///               UnionAll                    Aggregate by a, b: MIN(side), MAX(side)
///                                             UnionAll
///                                               Project a, b, 0
///                                               Project a, b, 1
/// ```
///
/// INTERSECT ALL and EXCEPT ALL number equal rows by a window and keep the first min(left, right) or left -
/// right of them. NULLs are equal, as they are to an aggregate.
final class SetOperationLowering {
    private final PlanLowering plans;
    private final AggregateLowering aggregates;

    SetOperationLowering(PlanLowering plans, AggregateLowering aggregates) {
        this.plans = plans;
        this.aggregates = aggregates;
    }

    Lowered lower(SetOp operation, BitSet needed) {
        boolean unionAll = operation instanceof Union && operation.all;
        BitSet columns = unionAll ? needed : PlanLowering.all(operation);
        List<Integer> fields = columns.stream().boxed().toList();
        List<Lowered> inputs = operation.getInputs().stream()
                .map(input -> plans.lower(input, columns))
                .toList();
        List<Type> types = types(operation, fields, inputs);
        List<PlanNode> aligned = new ArrayList<>();
        for (Lowered input : inputs) {
            aligned.add(plans.align(input, fields, types));
        }
        PlanNode node = switch (operation) {
            case Intersect i -> intersect(i, aligned);
            case Minus m -> m.all ? numbered(m, aligned) : minus(m, aligned);
            default -> {
                PlanNode all = unionAll(aligned, types);
                yield unionAll ? all : aggregates.distinct(all, plans.rows(operation));
            }
        };
        int[] positions = new int[operation.getRowType().getFieldCount()];
        Arrays.fill(positions, -1);
        for (int i = 0; i < fields.size(); i++) {
            positions[fields.get(i)] = i;
        }
        return new Lowered(node, positions);
    }

    private static List<Type> types(RelNode operation, List<Integer> fields, List<Lowered> inputs) {
        return fields.stream()
                .map(i -> Operands.ofValues(
                        TypeMapping.fromCalcite(
                                operation.getRowType().getFieldList().get(i).getType()),
                        inputs.stream()
                                .map(input -> input.types().get(input.position(i)))
                                .toList()))
                .toList();
    }

    private PlanNode unionAll(List<PlanNode> inputs, List<Type> types) {
        if (!inputs.stream().allMatch(ValuesNode.class::isInstance)) {
            double rows = inputs.stream().mapToDouble(plans::rows).sum();
            return new UnionAllNode(plans.nextId(rows), inputs, types);
        }
        List<List<Expression>> rows = new ArrayList<>();
        inputs.forEach(input -> rows.addAll(((ValuesNode) input).rows()));
        return new ValuesNode(plans.nextId(rows.size()), types, rows);
    }

    /// Rows that all inputs have: of two at a time.
    private PlanNode intersect(Intersect operation, List<PlanNode> inputs) {
        PlanNode left = inputs.getFirst();
        for (PlanNode right : inputs.subList(1, inputs.size())) {
            List<PlanNode> both = List.of(left, right);
            left = operation.all ? numbered(operation, both) : combined(operation, ComparisonOperator.LESS, both);
        }
        return left;
    }

    /// Rows that only the first input has.
    private PlanNode minus(Minus operation, List<PlanNode> inputs) {
        return inputs.size() == 1
                ? aggregates.distinct(inputs.getFirst(), plans.rows(operation))
                : combined(operation, ComparisonOperator.EQUAL, inputs);
    }

    /// The rows whose first and last side are so to each other, and which the first input has.
    private PlanNode combined(SetOp operation, ComparisonOperator comparison, List<PlanNode> inputs) {
        PlanNode grouped = grouped(sided(inputs));
        int width = grouped.outputTypes().size() - 2;
        Expression first = new ColumnReference(width, Type.INTEGER);
        Expression last = new ColumnReference(width + 1, Type.INTEGER);
        Expression found = comparison == ComparisonOperator.EQUAL
                ? new Comparison(ComparisonOperator.EQUAL, last, new Literal(Type.INTEGER, Datum.of(0)))
                : new Comparison(comparison, first, last);
        return firstColumns(new FilterNode(plans.nextId(plans.rows(operation)), grouped, found), width);
    }

    /// Equal rows are numbered, and as many are kept as there are to be.
    private PlanNode numbered(SetOp operation, List<PlanNode> inputs) {
        PlanNode sided = sided(inputs);
        int width = sided.outputTypes().size() - 1;
        List<SortKey> order = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            order.add(new SortKey(i, true, false));
            outputs.add(i);
        }
        Expression side = new ColumnReference(width, Type.INTEGER);
        List<WindowCall> calls = List.of(
                call(WindowFunction.ROW_NUMBER, List.of(), width),
                call(WindowFunction.COUNT_ALL, List.of(), width),
                call(WindowFunction.SUM, List.of(side), width));
        for (int i = 0; i < calls.size(); i++) {
            outputs.add(width + 1 + i);
        }
        PlanNode window = new WindowNode(plans.nextId(plans.rows(sided)), sided, order, calls, outputs);
        Expression number = new ColumnReference(width, Type.BIGINT);
        Expression all = new ColumnReference(width + 1, Type.BIGINT);
        Expression right = new ColumnReference(width + 2, Type.BIGINT);
        Expression left = new Arithmetic(ArithmeticOperator.SUBTRACT, all, right, Type.BIGINT);
        Expression kept = operation instanceof Intersect
                ? new Logical(LogicalOperator.AND, List.of(upTo(number, left), upTo(number, right)))
                : upTo(number, new Arithmetic(ArithmeticOperator.SUBTRACT, left, right, Type.BIGINT));
        return firstColumns(new FilterNode(plans.nextId(plans.rows(operation)), window, kept), width);
    }

    private static WindowCall call(WindowFunction function, List<Expression> arguments, int keys) {
        return new WindowCall(function, arguments, false, keys, 0, WindowFrame.WHOLE, Type.BIGINT);
    }

    private static Expression upTo(Expression number, Expression limit) {
        return new Comparison(ComparisonOperator.LESS_OR_EQUAL, number, limit);
    }

    /// All rows, each with the number of its input behind its columns: 0 for the first, 1 for all others.
    private PlanNode sided(List<PlanNode> inputs) {
        List<PlanNode> sided = new ArrayList<>();
        for (PlanNode input : inputs) {
            List<Expression> expressions = columns(input);
            expressions.add(new Literal(Type.INTEGER, Datum.of(sided.isEmpty() ? 0 : 1)));
            sided.add(plans.project(input, expressions));
        }
        List<Type> types = new ArrayList<>(inputs.getFirst().outputTypes());
        types.add(Type.INTEGER);
        return unionAll(sided, types);
    }

    private PlanNode grouped(PlanNode sided) {
        int width = sided.outputTypes().size() - 1;
        List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            keys.add(i);
        }
        List<AggregateCall> calls = List.of(
                new AggregateCall(AggregateFunction.MIN, width, false, Type.INTEGER),
                new AggregateCall(AggregateFunction.MAX, width, false, Type.INTEGER));
        return new AggregateNode(plans.nextId(plans.rows(sided)), sided, keys, calls, AggregateNode.Step.SINGLE);
    }

    private static List<Expression> columns(PlanNode node) {
        List<Expression> columns = new ArrayList<>();
        List<Type> types = node.outputTypes();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new ColumnReference(i, types.get(i)));
        }
        return columns;
    }

    private PlanNode firstColumns(PlanNode node, int count) {
        return plans.project(node, columns(node).subList(0, count));
    }
}
