package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Arithmetic;
import io.colonnade.core.expression.Expression.Branch;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Case;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.IsNull;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Function;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.GroupingSetsNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.syntax.Positions;
import io.colonnade.planner.type.AggregateOperator;
import io.colonnade.planner.type.TypeMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Aggregates as the workers know them: AVG is SUM / COUNT, FILTER a CASE around the argument.
///
/// Grouping sets are one aggregate over rows that are repeated for each set. If all calls have states, rows are
/// aggregated by all keys first, and what is repeated are these groups.
final class AggregateLowering {
    /// More would be a mistake; CUBE of twelve columns has as many.
    private static final int SETS_MAX = 4096;

    private final PlanLowering plans;

    AggregateLowering(PlanLowering plans) {
        this.plans = plans;
    }

    /// One row for each distinct row of `input`.
    PlanNode distinct(PlanNode input, double rows) {
        List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < input.outputTypes().size(); i++) {
            keys.add(i);
        }
        return new AggregateNode(plans.nextId(rows), input, keys, List.of(), AggregateNode.Step.SINGLE);
    }

    /// The columns that the aggregate reads, each computed once.
    private static final class Arguments {
        private final Map<Expression, Integer> positions = new LinkedHashMap<>();

        int position(Expression expression) {
            return positions.computeIfAbsent(expression, key -> positions.size());
        }

        List<Expression> expressions() {
            return List.copyOf(positions.keySet());
        }
    }

    Lowered lower(Aggregate aggregate, BitSet needed) {
        if (aggregate.getGroupSets().size() > SETS_MAX) {
            throw new EngineException(
                    ErrorCode.LIMIT_EXCEEDED,
                    aggregate.getGroupSets().size() + " grouping sets; " + SETS_MAX + " are possible");
        }
        List<Integer> groupKeys = aggregate.getGroupSet().asList();
        List<org.apache.calcite.rel.core.AggregateCall> calls = aggregate.getAggCallList();
        BitSet below = new BitSet();
        groupKeys.forEach(below::set);
        for (int i = 0; i < calls.size(); i++) {
            if (needed.get(groupKeys.size() + i) && !isGrouping(calls.get(i))) {
                calls.get(i).getArgList().forEach(below::set);
                calls.get(i).getCollation().getFieldCollations().forEach(key -> below.set(key.getFieldIndex()));
                if (calls.get(i).filterArg >= 0) {
                    below.set(calls.get(i).filterArg);
                }
            }
        }
        Lowered plainInput = plans.lower(aggregate.getInput(), below);
        Map<Integer, Expression> single = new LinkedHashMap<>();
        Lowered input = comparing(aggregate, needed, plainInput, single);

        Arguments arguments = new Arguments();
        List<Integer> keyPositions = new ArrayList<>();
        List<AggregateCall> plain = new ArrayList<>();
        Map<Integer, Integer> leastOfKeys = new LinkedHashMap<>();
        for (int key : groupKeys) {
            Expression value = input.column(key);
            if (aggregate.getGroupType() != Aggregate.Group.SIMPLE && IntervalSums.isInterval(value)) {
                int least = arguments.position(value);
                leastOfKeys.put(
                        keyPositions.size(),
                        add(plain, new AggregateCall(AggregateFunction.MIN, least, false, Type.INTERVAL)));
                value = total(value);
            }
            keyPositions.add(arguments.position(value));
        }
        Map<Integer, Result> results = new LinkedHashMap<>();
        Map<Integer, org.apache.calcite.rel.core.AggregateCall> groupings = new LinkedHashMap<>();
        for (int i = 0; i < calls.size(); i++) {
            int field = groupKeys.size() + i;
            if (needed.get(field) && isGrouping(calls.get(i))) {
                groupings.put(field, calls.get(i));
            } else if (needed.get(field)) {
                boolean nullable = calls.get(i).filterArg >= 0
                        || calls.get(i).getArgList().stream()
                                .anyMatch(argument -> aggregate
                                        .getInput()
                                        .getRowType()
                                        .getFieldList()
                                        .get(argument)
                                        .getType()
                                        .isNullable());
                Expression value = single.get(i);
                results.put(
                        field,
                        call(
                                calls.get(i),
                                input,
                                nullable || value != null,
                                value == null ? argument(calls.get(i), input) : value,
                                arguments,
                                plain));
            }
        }
        PlanNode source = source(input, arguments, keyPositions, plain);
        double rows = plans.rows(aggregate);
        AggregateNode node = aggregate.getGroupType() == Aggregate.Group.SIMPLE
                ? new AggregateNode(plans.nextId(rows), source, keyPositions, plain, AggregateNode.Step.SINGLE)
                : sets(source, keyPositions, plain, sets(aggregate), rows);
        return results(aggregate, node, needed, results, groupings, leastOfKeys);
    }

    /// The rows with what calls read that compare intervals with each other, in `single` by the numbers of
    /// these calls.
    private Lowered comparing(Aggregate aggregate, BitSet needed, Lowered input, Map<Integer, Expression> single) {
        DistinctIntervals intervals =
                new DistinctIntervals(plans, input, aggregate.getGroupSet().asList());
        List<org.apache.calcite.rel.core.AggregateCall> calls = aggregate.getAggCallList();
        for (int i = 0; i < calls.size(); i++) {
            org.apache.calcite.rel.core.AggregateCall call = calls.get(i);
            if (!needed.get(aggregate.getGroupCount() + i) || call.getArgList().size() != 1) {
                continue;
            }
            SqlKind kind = call.getAggregation().getKind();
            boolean sums = call.isDistinct() && (kind == SqlKind.SUM || kind == SqlKind.AVG);
            boolean mode = call.getAggregation() instanceof AggregateOperator operator
                    && operator.function() == AggregateFunction.MODE;
            if (!sums && !mode) {
                continue;
            }
            Expression value = argument(call, input);
            if (IntervalSums.isInterval(value)) {
                if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
                    throw EngineException.notSupported(
                            call.getAggregation().getName() + " of INTERVALs that are equal, with GROUPING SETS,");
                }
                single.put(i, sums || call.isDistinct() ? intervals.once(value) : intervals.representative(value));
            }
        }
        return intervals.rows();
    }

    private static boolean isGrouping(org.apache.calcite.rel.core.AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.GROUPING;
    }

    /// The grouping sets as positions among the keys.
    private static List<List<Integer>> sets(Aggregate aggregate) {
        List<Integer> keys = aggregate.getGroupSet().asList();
        return aggregate.getGroupSets().stream()
                .map(set -> set.asList().stream().map(keys::indexOf).toList())
                .toList();
    }

    /// Groups by the keys of each set; the number of the set stands behind the keys.
    private AggregateNode sets(
            PlanNode source, List<Integer> keys, List<AggregateCall> calls, List<List<Integer>> sets, double rows) {
        if (calls.stream().allMatch(AggregateCall::hasState)) {
            double groups = Math.min(plans.rows(source), rows);
            AggregateNode partial =
                    new AggregateNode(plans.nextId(groups), source, keys, calls, AggregateNode.Step.PARTIAL);
            List<Integer> columns = IntStream.range(0, keys.size()).boxed().toList();
            GroupingSetsNode repeated =
                    new GroupingSetsNode(plans.nextId(groups * sets.size()), partial, columns, sets);
            return partial.combining(plans.nextId(rows), repeated, repeated.groupKeys(), keys.size());
        }
        GroupingSetsNode repeated =
                new GroupingSetsNode(plans.nextId(plans.rows(source) * sets.size()), source, keys, sets);
        List<AggregateCall> counting = calls.stream()
                .map(call -> call.function() == AggregateFunction.COUNT_ALL
                        ? new AggregateCall(AggregateFunction.COUNT, repeated.countsColumn(), false, Type.BIGINT)
                        : call)
                .toList();
        return new AggregateNode(
                plans.nextId(rows), repeated, repeated.groupKeys(), counting, AggregateNode.Step.SINGLE);
    }

    /// The input with the argument columns; the positions are of these columns, or the input's own if no projection
    /// is needed.
    private PlanNode source(Lowered input, Arguments arguments, List<Integer> keyPositions, List<AggregateCall> plain) {
        List<Expression> expressions = arguments.expressions();
        if (!expressions.stream().allMatch(ColumnReference.class::isInstance)) {
            return plans.project(input.node(), expressions);
        }
        List<Integer> own = expressions.stream()
                .map(expression -> ((ColumnReference) expression).index())
                .toList();
        keyPositions.replaceAll(own::get);
        plain.replaceAll(call -> call.moved(own));
        return input.node();
    }

    /// What a call of the query is made of: `formula` is null where it is one call.
    private record Result(List<Integer> calls, Type type, WindowCalls.@Nullable Formula formula) {
        static Result of(int call, Type type) {
            return new Result(List.of(call), type, null);
        }

        /// The value; `results` tells where those of the calls are.
        Expression value(IntFunction<Expression> results) {
            List<Expression> values = calls.stream().map(results::apply).toList();
            return formula == null ? Operands.cast(values.getFirst(), type) : formula.of(values);
        }
    }

    private Result call(
            org.apache.calcite.rel.core.AggregateCall call,
            Lowered input,
            boolean nullable,
            Expression value,
            Arguments arguments,
            List<AggregateCall> plain) {
        Type type = TypeMapping.fromCalcite(call.getType());
        if (call.getAggregation() instanceof AggregateOperator operator) {
            return Result.of(add(plain, call(operator, call, input, value, arguments)), type);
        }
        if (call.getArgList().size() > 1 && call.getAggregation().getKind() == SqlKind.COUNT) {
            return Result.of(add(plain, countOfSeveral(call, input, arguments)), Type.BIGINT);
        }
        if (call.isApproximate() || call.ignoreNulls() || call.distinctKeys != null) {
            throw EngineException.notSupported(
                    "this form of " + call.getAggregation().getName());
        }
        SqlKind kind = call.getAggregation().getKind();
        if ((kind == SqlKind.SUM || kind == SqlKind.AVG) && type.equals(Type.INTERVAL)) {
            return ofIntervals(call, value, nullable, arguments, plain);
        }
        boolean countsAll = kind == SqlKind.COUNT && call.getArgList().isEmpty();
        int argument = countsAll && call.filterArg < 0 ? -1 : arguments.position(compared(value, call));
        Type argumentType = argument < 0
                ? Type.BIGINT
                : arguments.expressions().get(argument).type();
        boolean distinct = call.isDistinct() && kind != SqlKind.MIN && kind != SqlKind.MAX;
        return switch (kind) {
            case COUNT -> Result.of(count(plain, argument, nullable, distinct), Type.BIGINT);
            case SUM, SUM0 -> Result.of(sum(plain, argument, argumentType, distinct), type);
            case MIN ->
                Result.of(add(plain, new AggregateCall(AggregateFunction.MIN, argument, false, argumentType)), type);
            case MAX ->
                Result.of(add(plain, new AggregateCall(AggregateFunction.MAX, argument, false, argumentType)), type);
            case AVG ->
                new Result(
                        List.of(
                                sum(plain, argument, argumentType, distinct),
                                count(plain, argument, nullable, distinct)),
                        type,
                        values -> average(values.get(0), values.get(1), type));
            case SINGLE_VALUE -> throw EngineException.notSupported("a scalar subquery that may have several rows");
            default ->
                throw EngineException.notSupported(
                        "the aggregate function " + call.getAggregation().getName());
        };
    }

    /// SUM and AVG of intervals.
    private Result ofIntervals(
            org.apache.calcite.rel.core.AggregateCall call,
            Expression value,
            boolean nullable,
            Arguments arguments,
            List<AggregateCall> plain) {
        List<Integer> calls = new ArrayList<>();
        for (Expression part : IntervalSums.parts(value)) {
            calls.add(sum(plain, arguments.position(part), part.type(), false));
        }
        if (call.getAggregation().getKind() == SqlKind.SUM) {
            return new Result(calls, Type.INTERVAL, IntervalSums::whole);
        }
        calls.add(count(plain, nullable ? arguments.position(value) : -1, nullable, false));
        return new Result(calls, Type.INTERVAL, values -> IntervalSums.average(values.subList(0, 3), values.getLast()));
    }

    /// What stands for a value that is counted if it is new: intervals are equal if their totals are.
    private static Expression compared(Expression value, org.apache.calcite.rel.core.AggregateCall call) {
        boolean counts = call.getAggregation().getKind() == SqlKind.COUNT && call.isDistinct()
                || call.getAggregation() instanceof AggregateOperator operator
                        && operator.function() == AggregateFunction.APPROX_COUNT_DISTINCT;
        return counts && IntervalSums.isInterval(value) ? total(value) : value;
    }

    private static Expression total(Expression interval) {
        return new Call(Function.INTERVAL_TOTAL, List.of(interval), Type.decimal(38, 0));
    }

    /// Rows count in which none of several columns is NULL.
    private AggregateCall countOfSeveral(
            org.apache.calcite.rel.core.AggregateCall call, Lowered input, Arguments arguments) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < call.getArgList().size(); i++) {
            Expression value = i == 0
                    ? argument(call, input)
                    : input.column(call.getArgList().get(i));
            positions.add(arguments.position(compared(value, call)));
        }
        return new AggregateCall(
                AggregateFunction.COUNT, positions, call.isDistinct(), List.of(), Datum.NULL, Type.BIGINT);
    }

    private AggregateCall call(
            AggregateOperator operator,
            org.apache.calcite.rel.core.AggregateCall call,
            Lowered input,
            Expression first,
            Arguments arguments) {
        AggregateFunction function = operator.function();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < call.getArgList().size(); i++) {
            Expression value = i == 0 ? first : input.column(call.getArgList().get(i));
            boolean real = isReal(function, value);
            positions.add(arguments.position(real ? Operands.cast(value, Type.DOUBLE) : compared(value, call)));
        }
        Type type = arguments.expressions().get(positions.getFirst()).type();
        List<SortKey> order = new ArrayList<>();
        for (RelFieldCollation key : call.getCollation().getFieldCollations()) {
            // What is left out by FILTER is no argument.
            int position = call.getArgList().getFirst() == key.getFieldIndex()
                    ? positions.getFirst()
                    : arguments.position(input.column(key.getFieldIndex()));
            order.add(PlanLowering.sortKey(key, position));
        }
        if (call.isDistinct() && !order.stream().allMatch(key -> key.column() == positions.getFirst())) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT,
                    operator.getName() + "(DISTINCT ..) can be ordered by its argument only",
                    Positions.of(call.getParserPosition()),
                    null,
                    null);
        }
        switch (function) {
            case PERCENTILE_CONT, PERCENTILE_DISC, MODE ->
                order.add(new SortKey(positions.getFirst(), operator.isAscending(), false));
            case STRING_AGG -> type = Type.VARCHAR;
            case REGR_COUNT, APPROX_COUNT_DISTINCT -> type = Type.BIGINT;
            default -> {}
        }
        return new AggregateCall(
                function,
                positions,
                call.isDistinct() && !function.ignoresRepetition(),
                order,
                operator.parameter(),
                type);
    }

    /// Whether the workers want a DOUBLE.
    static boolean isReal(AggregateFunction function, Expression value) {
        return function.variables() > 0
                || function == AggregateFunction.PERCENTILE_CONT && !IntervalSums.isInterval(value);
    }

    private Expression argument(org.apache.calcite.rel.core.AggregateCall call, Lowered input) {
        Expression value = call.getArgList().isEmpty()
                ? new Literal(Type.INTEGER, Datum.of(1))
                : input.column(call.getArgList().getFirst());
        if (call.filterArg < 0) {
            return value;
        }
        return new Case(
                List.of(new Branch(input.column(call.filterArg), value)),
                new Literal(value.type(), Datum.NULL),
                value.type());
    }

    /// Values that are never NULL need not be looked at to be counted.
    private static int count(List<AggregateCall> plain, int argument, boolean nullable, boolean distinct) {
        boolean countsAll = argument < 0 || !nullable && !distinct;
        return add(
                plain,
                new AggregateCall(
                        countsAll ? AggregateFunction.COUNT_ALL : AggregateFunction.COUNT,
                        countsAll ? -1 : argument,
                        distinct,
                        Type.BIGINT));
    }

    private static int sum(List<AggregateCall> plain, int argument, Type argumentType, boolean distinct) {
        Type type;
        try {
            type = AggregateCall.sumType(argumentType);
        } catch (IllegalArgumentException e) {
            throw EngineException.notSupported("SUM of " + argumentType.sql());
        }
        return add(plain, new AggregateCall(AggregateFunction.SUM, argument, distinct, type));
    }

    private static int add(List<AggregateCall> plain, AggregateCall call) {
        int same = plain.indexOf(call);
        if (same >= 0) {
            return same;
        }
        plain.add(call);
        return plain.size() - 1;
    }

    private Lowered results(
            Aggregate aggregate,
            AggregateNode node,
            BitSet needed,
            Map<Integer, Result> results,
            Map<Integer, org.apache.calcite.rel.core.AggregateCall> groupings,
            Map<Integer, Integer> leastOfKeys) {
        int keyCount = aggregate.getGroupCount();
        // Behind the keys of grouping sets stands the number of the set.
        int callsFrom = node.groupKeys().size();
        int[] positions = new int[aggregate.getRowType().getFieldCount()];
        Arrays.fill(positions, -1);
        boolean plainColumns = groupings.isEmpty()
                && leastOfKeys.isEmpty()
                && results.values().stream()
                        .allMatch(result -> result.formula() == null
                                && Operands.areSame(
                                        node.calls()
                                                .get(result.calls().getFirst())
                                                .type(),
                                        result.type()));
        if (plainColumns) {
            for (int i = 0; i < keyCount; i++) {
                positions[i] = i;
            }
            results.forEach((field, result) ->
                    positions[field] = callsFrom + result.calls().getFirst());
            return new Lowered(node, positions);
        }
        List<Expression> expressions = new ArrayList<>();
        List<Type> types = node.outputTypes();
        for (int i = 0; i < keyCount; i++) {
            if (needed.get(i)) {
                positions[i] = expressions.size();
                Expression key = new ColumnReference(i, types.get(i));
                Integer least = leastOfKeys.get(i);
                expressions.add(least == null ? key : least(key, callsFrom + least));
            }
        }
        results.forEach((field, result) -> {
            positions[field] = expressions.size();
            expressions.add(result.value(call -> new ColumnReference(callsFrom + call, types.get(callsFrom + call))));
        });
        groupings.forEach((field, call) -> {
            positions[field] = expressions.size();
            expressions.add(grouping(call, aggregate, new ColumnReference(keyCount, Type.INTEGER)));
        });
        return new Lowered(plans.project(node, expressions), positions);
    }

    /// The least interval of a group for its total, which is NULL where the set does not have the key.
    private static Expression least(Expression total, int position) {
        Literal none = new Literal(Type.INTERVAL, Datum.NULL);
        ColumnReference least = new ColumnReference(position, Type.INTERVAL);
        return new Case(List.of(new Branch(new IsNull(total), none)), least, Type.INTERVAL);
    }

    /// For each argument a bit, the last of them the lowest, that says that it is not in the set.
    private static Expression grouping(
            org.apache.calcite.rel.core.AggregateCall call, Aggregate aggregate, Expression set) {
        Type type = TypeMapping.fromCalcite(call.getType());
        List<Branch> branches = new ArrayList<>();
        List<ImmutableBitSet> sets = aggregate.getGroupSets();
        for (int i = 0; i < sets.size() && sets.size() > 1; i++) {
            branches.add(new Branch(
                    new Comparison(ComparisonOperator.EQUAL, set, new Literal(Type.INTEGER, Datum.of((long) i))),
                    absent(call, sets.get(i), type)));
        }
        return branches.isEmpty()
                ? absent(call, sets.getFirst(), type)
                : new Case(branches, absent(call, sets.getLast(), type), type);
    }

    private static Literal absent(org.apache.calcite.rel.core.AggregateCall call, ImmutableBitSet set, Type type) {
        long bits = 0;
        for (int argument : call.getArgList()) {
            bits = bits << 1 | (set.get(argument) ? 0 : 1);
        }
        return new Literal(type, Datum.of(bits));
    }

    static Expression average(Expression sum, Expression count, Type type) {
        if (type.equals(Type.DOUBLE)) {
            return new Arithmetic(ArithmeticOperator.DIVIDE, sum, Operands.cast(count, type), type);
        }
        return new Arithmetic(
                ArithmeticOperator.DIVIDE,
                Operands.cast(sum, Operands.decimal(sum.type())),
                Operands.cast(count, Operands.decimal(count.type())),
                type);
    }
}
