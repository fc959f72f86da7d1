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
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowFunction;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.type.AggregateOperator;
import io.colonnade.planner.type.TypeMapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/// The window functions of a projection as the workers know them, and the columns that these read.
final class WindowCalls {
    /// One function of the workers over columns of {@link WindowCalls#columns}. `partition` holds positions.
    record Plain(
            WindowFunction function,
            List<Expression> arguments,
            boolean ignoresNulls,
            List<Integer> partition,
            List<SortKey> order,
            WindowFrame frame,
            Type type,
            @Nullable AggregateCall aggregate) {}

    /// What a function of the query is made of: the numbers of plain ones.
    record Result(List<Integer> calls, Formula formula) {
        /// The value, `results` telling where those of plain ones are.
        Expression expression(IntFunction<Expression> results) {
            return formula.of(calls.stream().map(results::apply).toList());
        }
    }

    /// Makes one value of several.
    interface Formula {
        Expression of(List<Expression> values);
    }

    private final RexToExpression converter;
    private final RexBuilder builder;
    private final Map<Expression, Integer> positions = new LinkedHashMap<>();
    private final Set<Expression> carried = new HashSet<>();
    private final List<Plain> plain = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private final PlanLowering plans;
    private final Lowered input;

    WindowCalls(PlanLowering plans, Lowered input, RexBuilder builder) {
        this.plans = plans;
        this.input = input;
        this.converter = plans.expressions(input);
        this.builder = builder;
    }

    Lowered input() {
        return input;
    }

    /// The position of a column with this value.
    int position(Expression expression) {
        return positions.computeIfAbsent(expression, key -> positions.size());
    }

    /// The columns to compute.
    List<Expression> columns() {
        return List.copyOf(positions.keySet());
    }

    List<Plain> plain() {
        return plain;
    }

    /// In the order in which the functions were added.
    List<Result> results() {
        return results;
    }

    /// Says that what stands above the windows reads a column.
    void carry(Expression expression) {
        position(expression);
        carried.add(expression);
    }

    boolean isCarried(Expression expression) {
        return carried.contains(expression);
    }

    Expression folded(Expression expression) {
        return plans.fold(expression);
    }

    private ColumnReference column(Expression expression) {
        return new ColumnReference(position(expression), expression.type());
    }

    /// The window around some functions.
    private record Window(List<Integer> partition, List<SortKey> order, WindowFrame frame) {}

    void add(WindowLowering.Call call) {
        RexOver over = call.over();
        Type type = TypeMapping.fromCalcite(over.getType());
        Window window = window(over);
        List<RexNode> operands = over.getOperands();
        SqlKind kind = over.getAggOperator().getKind();
        if (over.isDistinct() && kind != SqlKind.MIN && kind != SqlKind.MAX) {
            results.add(distinct(over, operands, type, window, call));
            return;
        }
        results.add(
                switch (kind) {
                    case ROW_NUMBER -> rank(WindowFunction.ROW_NUMBER, Type.BIGINT, type, window);
                    case RANK -> rank(WindowFunction.RANK, Type.BIGINT, type, window);
                    case DENSE_RANK -> rank(WindowFunction.DENSE_RANK, Type.BIGINT, type, window);
                    case PERCENT_RANK -> rank(WindowFunction.PERCENT_RANK, Type.DOUBLE, type, window);
                    case CUME_DIST -> rank(WindowFunction.CUME_DIST, Type.DOUBLE, type, window);
                    case NTILE ->
                        single(call(WindowFunction.NTILE, List.of(number(operands.getFirst())), type, window), type);
                    case LEAD -> neighbour(WindowFunction.LEAD, over, type, window);
                    case LAG -> neighbour(WindowFunction.LAG, over, type, window);
                    case FIRST_VALUE -> ofFrame(WindowFunction.FIRST_VALUE, over, type, window);
                    case LAST_VALUE -> ofFrame(WindowFunction.LAST_VALUE, over, type, window);
                    case NTH_VALUE -> ofFrame(WindowFunction.NTH_VALUE, over, type, window);
                    case COUNT -> single(count(operands, window), type);
                    case SUM, SUM0 -> sum(operands, type, window, kind == SqlKind.SUM || call.nullOfNothing());
                    case MIN -> extreme(WindowFunction.MIN, operands, type, window);
                    case MAX -> extreme(WindowFunction.MAX, operands, type, window);
                    case AVG ->
                        type.equals(Type.INTERVAL)
                                ? ofIntervals(operands, window, true)
                                : new Result(
                                        List.of(plainSum(operands, window), count(operands, window)),
                                        values -> AggregateLowering.average(values.get(0), values.get(1), type));
                    case VAR_POP -> deviations(operands, type, window, 0, false);
                    case VAR_SAMP -> deviations(operands, type, window, 1, false);
                    case STDDEV_POP -> deviations(operands, type, window, 0, true);
                    case STDDEV_SAMP -> deviations(operands, type, window, 1, true);
                    default -> named(over, operands, type, window);
                });
    }

    /// An aggregate that Calcite does not know.
    private Result named(RexOver over, List<RexNode> operands, Type type, Window window) {
        if (over.getAggOperator() instanceof AggregateOperator operator) {
            switch (operator.function()) {
                case MIN -> {
                    return extreme(WindowFunction.MIN, operands, type, window);
                }
                case MAX -> {
                    return extreme(WindowFunction.MAX, operands, type, window);
                }
                case VAR_POP -> {
                    return deviations(operands, type, window, 0, false);
                }
                case VAR_SAMP -> {
                    return deviations(operands, type, window, 1, false);
                }
                case STDDEV_POP -> {
                    return deviations(operands, type, window, 0, true);
                }
                case STDDEV_SAMP -> {
                    return deviations(operands, type, window, 1, true);
                }
                default -> {
                    return any(operator, over.isDistinct(), operands, type, window);
                }
            }
        }
        throw EngineException.notSupported(over.getAggOperator().getName() + " as a window function");
    }

    /// COUNT, SUM, AVG and others of different values.
    private Result distinct(RexOver over, List<RexNode> operands, Type type, Window window, WindowLowering.Call call) {
        if (over.getAggOperator() instanceof AggregateOperator operator) {
            return any(operator, true, operands, type, window);
        }
        SqlKind kind = over.getAggOperator().getKind();
        Expression value = converter.convert(operands.getFirst());
        if (kind == SqlKind.COUNT && IntervalSums.isInterval(value)) {
            value = new Call(Function.INTERVAL_TOTAL, List.of(value), Type.decimal(38, 0));
        }
        AggregateCall count = new AggregateCall(AggregateFunction.COUNT, 0, true, Type.BIGINT);
        if (kind == SqlKind.COUNT && operands.size() == 1) {
            return single(aggregate(count, List.of(value), window), type);
        }
        if (kind != SqlKind.SUM && kind != SqlKind.SUM0 && kind != SqlKind.AVG) {
            throw EngineException.notSupported(over.getAggOperator().getName() + "(DISTINCT ..) as a window function");
        }
        int sum = aggregate(
                new AggregateCall(AggregateFunction.SUM, 0, true, sumType(value.type())), List.of(value), window);
        if (kind == SqlKind.AVG) {
            return new Result(
                    List.of(sum, aggregate(count, List.of(value), window)),
                    values -> AggregateLowering.average(values.get(0), values.get(1), type));
        }
        return sum(sum, type, kind == SqlKind.SUM || call.nullOfNothing());
    }

    /// An aggregate as GROUP BY has it. Texts come in the order of the window, if it has one.
    private Result any(AggregateOperator operator, boolean distinct, List<RexNode> operands, Type type, Window window) {
        AggregateFunction function = operator.function();
        List<Expression> arguments = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        for (RexNode operand : operands) {
            Expression value = converter.convert(operand);
            columns.add(arguments.size());
            boolean real = AggregateLowering.isReal(function, value);
            arguments.add(real ? Operands.cast(value, Type.DOUBLE) : value);
        }
        List<SortKey> order = new ArrayList<>();
        Type own = arguments.getFirst().type();
        switch (function) {
            case PERCENTILE_CONT, PERCENTILE_DISC, MODE -> order.add(new SortKey(0, operator.isAscending(), false));
            case STRING_AGG -> {
                own = Type.VARCHAR;
                List<Expression> known = columns();
                for (SortKey key : distinct ? List.<SortKey>of() : window.order()) {
                    order.add(new SortKey(arguments.size(), key.ascending(), key.nullsFirst()));
                    arguments.add(known.get(key.column()));
                }
            }
            case REGR_COUNT, APPROX_COUNT_DISTINCT -> own = Type.BIGINT;
            default -> {}
        }
        AggregateCall call = new AggregateCall(
                function, columns, distinct && !function.ignoresRepetition(), order, operator.parameter(), own);
        return single(aggregate(call, arguments, window), type);
    }

    private int aggregate(AggregateCall aggregate, List<Expression> arguments, Window window) {
        boolean compares = aggregate.distinct() || aggregate.function() == AggregateFunction.MODE;
        if (compares && arguments.stream().anyMatch(IntervalSums::isInterval)) {
            throw EngineException.notSupported(aggregate.function() + " of an INTERVAL as a window function");
        }
        List<Expression> read = arguments.stream().<Expression>map(this::column).toList();
        return add(new Plain(
                WindowFunction.AGGREGATE,
                read,
                false,
                window.partition(),
                window.order(),
                window.frame(),
                aggregate.type(),
                aggregate));
    }

    private Window window(RexOver over) {
        List<Integer> partition = new ArrayList<>();
        for (RexNode key : over.getWindow().partitionKeys) {
            Expression expression = converter.convert(key);
            if (!(expression instanceof Literal)) {
                int position = position(expression);
                if (!partition.contains(position)) {
                    partition.add(position);
                }
            }
        }
        List<SortKey> order = new ArrayList<>();
        for (RexFieldCollation key : over.getWindow().orderKeys) {
            Expression expression = converter.convert(key.left);
            if (expression instanceof Literal) {
                continue;
            }
            boolean ascending = !key.getDirection().isDescending();
            boolean nullsFirst = switch (key.getNullDirection()) {
                case FIRST -> true;
                case LAST -> false;
                case UNSPECIFIED -> !ascending;
            };
            int position = position(expression);
            if (order.stream().noneMatch(known -> known.column() == position)) {
                order.add(new SortKey(position, ascending, nullsFirst));
            }
        }
        // By constants all rows are peers; a frame that counts peers, or goes by distance, still wants a key.
        if (order.isEmpty() && !over.getWindow().orderKeys.isEmpty() && WindowFrames.needsKey(over)) {
            RexNode constant = over.getWindow().orderKeys.getFirst().left;
            order.add(new SortKey(position(converter.convert(constant)), true, false));
        }
        WindowFrame frame = new WindowFrames(converter, builder, this).frame(over, order);
        order.removeIf(key -> frame.rangeKey() < 0 && partition.contains(key.column()));
        return new Window(List.copyOf(partition), List.copyOf(order), frame);
    }

    private int call(WindowFunction function, List<Expression> arguments, Type type, Window window) {
        return call(function, arguments, false, type, window);
    }

    private int call(
            WindowFunction function, List<Expression> arguments, boolean ignoresNulls, Type type, Window window) {
        WindowFrame frame = function.usesFrame() ? window.frame() : WindowFrame.WHOLE;
        return add(new Plain(function, arguments, ignoresNulls, window.partition(), window.order(), frame, type, null));
    }

    private int add(Plain added) {
        int same = plain.indexOf(added);
        if (same >= 0) {
            return same;
        }
        plain.add(added);
        return plain.size() - 1;
    }

    private static Result single(int call, Type type) {
        return new Result(List.of(call), values -> Operands.cast(values.getFirst(), type));
    }

    private Result rank(WindowFunction function, Type own, Type type, Window window) {
        return single(call(function, List.of(), own, window), type);
    }

    /// A literal as it is, anything else as a column; whole numbers.
    private Expression number(RexNode node) {
        Expression number = plans.fold(Operands.cast(converter.convert(node), Type.BIGINT));
        return number instanceof Literal ? number : column(number);
    }

    private Result neighbour(WindowFunction function, RexOver over, Type type, Window window) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(column(value(over.getOperands().getFirst(), type)));
        if (over.getOperands().size() > 1) {
            arguments.add(number(over.getOperands().get(1)));
        }
        if (over.getOperands().size() > 2) {
            Expression otherwise = value(over.getOperands().get(2), type);
            arguments.add(otherwise instanceof Literal ? otherwise : column(otherwise));
        }
        return single(call(function, arguments, over.ignoreNulls(), type, window), type);
    }

    private Expression value(RexNode node, Type type) {
        return plans.fold(Operands.cast(converter.convert(node), type));
    }

    private Result ofFrame(WindowFunction function, RexOver over, Type type, Window window) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(column(value(over.getOperands().getFirst(), type)));
        if (function == WindowFunction.NTH_VALUE) {
            arguments.add(number(over.getOperands().get(1)));
        }
        return single(call(function, arguments, over.ignoreNulls(), type, window), type);
    }

    private int count(List<RexNode> operands, Window window) {
        if (operands.size() > 1) {
            throw EngineException.notSupported("COUNT of several columns as a window function");
        }
        boolean all = operands.isEmpty()
                || !operands.getFirst().getType().isNullable()
                || operands.getFirst() instanceof RexLiteral literal && !literal.isNull();
        return all
                ? call(WindowFunction.COUNT_ALL, List.of(), Type.BIGINT, window)
                : call(
                        WindowFunction.COUNT,
                        List.of(column(converter.convert(operands.getFirst()))),
                        Type.BIGINT,
                        window);
    }

    private int plainSum(List<RexNode> operands, Window window) {
        Expression value = converter.convert(operands.getFirst());
        return call(WindowFunction.SUM, List.of(column(value)), sumType(value.type()), window);
    }

    private static Type sumType(Type value) {
        try {
            return AggregateCall.sumType(value);
        } catch (IllegalArgumentException e) {
            throw new EngineException(ErrorCode.TYPE_MISMATCH, "SUM of " + value.sql() + " as a window function");
        }
    }

    private Result ofIntervals(List<RexNode> operands, Window window, boolean average) {
        List<Integer> calls = new ArrayList<>();
        for (Expression part : IntervalSums.parts(converter.convert(operands.getFirst()))) {
            calls.add(call(WindowFunction.SUM, List.of(column(part)), sumType(part.type()), window));
        }
        if (!average) {
            return new Result(calls, IntervalSums::whole);
        }
        calls.add(count(operands, window));
        return new Result(calls, values -> IntervalSums.average(values.subList(0, 3), values.getLast()));
    }

    private Result sum(List<RexNode> operands, Type type, Window window, boolean nullOfNothing) {
        if (type.equals(Type.INTERVAL)) {
            return ofIntervals(operands, window, false);
        }
        return sum(plainSum(operands, window), type, nullOfNothing);
    }

    private static Result sum(int call, Type type, boolean nullOfNothing) {
        return new Result(List.of(call), values -> {
            Expression sum = Operands.cast(values.getFirst(), type);
            return nullOfNothing
                    ? sum
                    : new Case(
                            List.of(new Branch(
                                    new IsNull(sum), Operands.cast(new Literal(Type.INTEGER, Datum.of(0)), type))),
                            sum,
                            type);
        });
    }

    private Result extreme(WindowFunction function, List<RexNode> operands, Type type, Window window) {
        Expression value = converter.convert(operands.getFirst());
        return single(call(function, List.of(column(value)), value.type(), window), type);
    }

    /// Variances divide the squared deviations by the count less `fewer`, and are NULL if that is not positive.
    private Result deviations(List<RexNode> operands, Type type, Window window, long fewer, boolean root) {
        Expression value = Operands.cast(converter.convert(operands.getFirst()), Type.DOUBLE);
        int squares = call(WindowFunction.SQUARED_DEVIATIONS, List.of(column(value)), Type.DOUBLE, window);
        int count = call(WindowFunction.COUNT, List.of(column(value)), Type.BIGINT, window);
        return new Result(List.of(squares, count), values -> {
            Expression divisor = Operands.cast(values.get(1), Type.DOUBLE);
            if (fewer > 0) {
                divisor = new Arithmetic(
                        ArithmeticOperator.SUBTRACT, divisor, new Literal(Type.DOUBLE, Datum.of(1.0)), Type.DOUBLE);
            }
            Expression variance = new Arithmetic(ArithmeticOperator.DIVIDE, values.get(0), divisor, Type.DOUBLE);
            Expression result = root ? new Call(Function.SQRT, List.of(variance), Type.DOUBLE) : variance;
            Expression enough = new Comparison(
                    ComparisonOperator.GREATER, values.get(1), new Literal(Type.BIGINT, Datum.of(fewer)));
            return Operands.cast(
                    new Case(List.of(new Branch(enough, result)), new Literal(Type.DOUBLE, Datum.NULL), Type.DOUBLE),
                    type);
        });
    }
}
