package io.colonnade.exec.operator;

import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Arithmetic;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.GroupTopNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.WindowBound;
import io.colonnade.core.plan.WindowCall;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowFunction;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.FuzzRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Random window functions over some rows. The order ends with all columns, so that rows which come in any
/// order are the same.
///
/// ```text
/// input columns | key, key - n, key + n     of RANGE frames, where there is a column of small integers
/// ```
final class RandomWindow {
    private static final WindowFunction[] FUNCTIONS = WindowFunction.values();
    private static final WindowFunction[] STREAMED = {
        WindowFunction.ROW_NUMBER,
        WindowFunction.RANK,
        WindowFunction.DENSE_RANK,
        WindowFunction.LAG,
        WindowFunction.FIRST_VALUE,
        WindowFunction.LAST_VALUE,
        WindowFunction.COUNT_ALL,
        WindowFunction.COUNT,
        WindowFunction.SUM,
        WindowFunction.MIN,
        WindowFunction.MAX
    };

    private final Random random;
    private final FuzzRun run;
    private final BiFunction<Type, PlanNode, @Nullable Type> sumType;
    private final PlanNode plain;
    private final List<Type> plainTypes;
    private int rangeColumn = -1;
    /// Whether all calls look only at rows before theirs, so that partitions need not be whole.
    private boolean streams;

    RandomWindow(Random random, FuzzRun run, PlanNode plain, BiFunction<Type, PlanNode, @Nullable Type> sumType) {
        this.random = random;
        this.run = run;
        this.plain = plain;
        this.plainTypes = plain.outputTypes();
        this.sumType = sumType;
        this.streams = random.nextInt(3) == 0;
    }

    /// All calls look only at rows before theirs.
    RandomWindow streaming() {
        streams = true;
        return this;
    }

    PlanNode node(int id, int inputId) {
        PlanNode input = withBounds(inputId);
        List<SortKey> order = new ArrayList<>();
        int partitionKeys = random.nextInt(streams ? 2 : 3);
        for (int i = 0; i < partitionKeys; i++) {
            order.add(key(random.nextInt(plainTypes.size())));
        }
        int orderKeys = (streams ? 1 : 0) + random.nextInt(3);
        if (rangeColumn >= 0) {
            orderKeys = 1;
            order.add(key(rangeColumn));
        } else {
            for (int i = 0; i < orderKeys; i++) {
                order.add(key(random.nextInt(plainTypes.size())));
            }
        }
        IntStream.range(0, plainTypes.size()).forEach(i -> order.add(key(i)));
        List<WindowCall> calls = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            boolean finer = partitionKeys > 0 && !streams && rangeColumn < 0 && random.nextInt(4) == 0;
            calls.add(finer ? call(partitionKeys - 1, orderKeys + 1) : call(partitionKeys, orderKeys));
        }
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < plainTypes.size(); i++) {
            if (random.nextInt(4) > 0) {
                outputs.add(i);
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            outputs.add(input.outputTypes().size() + i);
        }
        return new WindowNode(id, input, order, calls, outputs);
    }

    /// The first rows of each partition by a rank, those behind them left out before.
    PlanNode first(int id, int windowId, int filterId) {
        List<SortKey> order = new ArrayList<>();
        int partitionKeys = random.nextInt(3);
        int orderKeys = 1 + random.nextInt(2);
        for (int i = 0; i < partitionKeys + orderKeys; i++) {
            order.add(key(random.nextInt(plainTypes.size())));
        }
        GroupTopNode.Counting counting = GroupTopNode.Counting.values()[random.nextInt(3)];
        WindowFunction function = switch (counting) {
            case ROWS -> WindowFunction.ROW_NUMBER;
            case RANKS -> WindowFunction.RANK;
            case VALUES -> WindowFunction.DENSE_RANK;
        };
        run.exercised("first " + counting);
        int limit = random.nextInt(4) == 0 ? GroupTopNode.LIMIT_MAX : 1 + random.nextInt(5);
        List<Integer> keys =
                order.subList(0, partitionKeys).stream().map(SortKey::column).toList();
        List<SortKey> inPartition = order.subList(partitionKeys, order.size());
        PlanNode top = new GroupTopNode(id, plain, keys, inPartition, limit, counting);
        WindowCall rank =
                new WindowCall(function, List.of(), false, partitionKeys, orderKeys, WindowFrame.WHOLE, Type.BIGINT);
        List<Integer> outputs = new ArrayList<>();
        // Which of equal rows are first is left open, so only what they are equal in is looked at.
        order.forEach(key -> outputs.add(key.column()));
        outputs.add(plainTypes.size());
        PlanNode window = new WindowNode(windowId, top, order, List.of(rank), outputs);
        Expression wanted = new Comparison(
                ComparisonOperator.LESS_OR_EQUAL,
                new ColumnReference(outputs.size() - 1, Type.BIGINT),
                new Literal(Type.BIGINT, Datum.of((long) limit)));
        return new FilterNode(filterId, window, wanted);
    }

    private SortKey key(int column) {
        return new SortKey(column, random.nextBoolean(), random.nextBoolean());
    }

    private PlanNode withBounds(int id) {
        List<Integer> small = IntStream.range(0, plainTypes.size())
                .filter(i -> plainTypes.get(i).equals(Type.SMALLINT)
                        || plainTypes.get(i).equals(Type.INTEGER))
                .boxed()
                .toList();
        if (small.isEmpty() || streams || random.nextInt(3) == 0) {
            return plain;
        }
        rangeColumn = small.get(random.nextInt(small.size()));
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < plainTypes.size(); i++) {
            expressions.add(new ColumnReference(i, plainTypes.get(i)));
        }
        Expression key = new Cast(expressions.get(rangeColumn), Type.BIGINT);
        expressions.add(key);
        for (ArithmeticOperator operator : List.of(ArithmeticOperator.SUBTRACT, ArithmeticOperator.ADD)) {
            Literal distance = new Literal(Type.BIGINT, Datum.of((long) random.nextInt(20)));
            expressions.add(new Arithmetic(operator, key, distance, Type.BIGINT));
        }
        return new ProjectNode(id, plain, expressions);
    }

    private WindowCall call(int partitionKeys, int orderKeys) {
        WindowFunction function =
                streams ? STREAMED[random.nextInt(STREAMED.length)] : FUNCTIONS[random.nextInt(FUNCTIONS.length)];
        int argument = random.nextInt(plainTypes.size());
        Type type = plainTypes.get(argument);
        Type sum = sumType.apply(type, plain);
        if (function == WindowFunction.SUM && sum == null || function == WindowFunction.SQUARED_DEVIATIONS) {
            function = WindowFunction.COUNT;
        }
        run.exercised(function.name());
        if (function == WindowFunction.AGGREGATE) {
            AggregateCall aggregate = aggregate();
            List<Expression> columns = new ArrayList<>();
            IntStream.range(0, plainTypes.size()).forEach(i -> columns.add(new ColumnReference(i, plainTypes.get(i))));
            return new WindowCall(
                    function, columns, false, partitionKeys, orderKeys, frame(), aggregate.type(), aggregate);
        }
        Expression value = new ColumnReference(argument, type);
        List<Expression> arguments = switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, COUNT_ALL -> List.of();
            case NTILE -> List.of(number(1));
            case LEAD, LAG ->
                switch (random.nextInt(3)) {
                    case 0 -> List.of(value);
                    case 1 -> List.of(value, number(streams ? 0 : -2));
                    default ->
                        List.of(
                                value,
                                number(streams ? 0 : -2),
                                random.nextBoolean() ? value : new Literal(type, Datum.NULL));
                };
            case FIRST_VALUE, LAST_VALUE, COUNT, SUM, MIN, MAX, SQUARED_DEVIATIONS, AGGREGATE -> List.of(value);
            case NTH_VALUE -> List.of(value, number(1));
        };
        Type result = switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK, COUNT_ALL, COUNT -> Type.BIGINT;
            case NTILE -> random.nextBoolean() ? Type.INTEGER : Type.BIGINT;
            case PERCENT_RANK, CUME_DIST -> Type.DOUBLE;
            case LEAD, LAG, FIRST_VALUE, LAST_VALUE, NTH_VALUE, MIN, MAX, AGGREGATE -> type;
            case SUM, SQUARED_DEVIATIONS -> sum == null ? Type.DOUBLE : sum;
        };
        boolean ignoresNulls = !streams && function.mayIgnoreNulls() && random.nextBoolean();
        return new WindowCall(function, arguments, ignoresNulls, partitionKeys, orderKeys, frame(), result);
    }

    private AggregateCall aggregate() {
        while (true) {
            AggregateCall call = new RandomCall(random, plain, false, false).call();
            boolean sums =
                    call.function() == AggregateFunction.SUM && call.type().equals(Type.DOUBLE);
            if (!call.arguments().isEmpty() && !sums) {
                run.exercised("window " + call.function());
                return call;
            }
        }
    }

    /// A literal from `least` on, now and then NULL or 0, or a column.
    private Expression number(int least) {
        if (random.nextInt(6) == 0 && rangeColumn >= 0 && least < 0) {
            return new ColumnReference(rangeColumn, plainTypes.get(rangeColumn));
        }
        boolean wrong = random.nextInt(40) == 0;
        Datum value = random.nextInt(15) == 0 ? Datum.NULL : Datum.of((long) (wrong ? 0 : least + random.nextInt(6)));
        return new Literal(Type.BIGINT, value);
    }

    private WindowFrame frame() {
        if (streams) {
            boolean far = random.nextBoolean();
            WindowFrame.Unit unit = WindowFrame.Unit.values()[far ? random.nextInt(3) : 0];
            WindowBound start = far
                    ? WindowBound.UNBOUNDED_PRECEDING
                    : new WindowBound(WindowBound.Kind.PRECEDING, random.nextInt(40), -1);
            run.exercised("streamed " + unit);
            return new WindowFrame(unit, start, WindowBound.CURRENT_ROW, WindowFrame.Exclusion.NO_OTHERS, -1);
        }
        WindowFrame.Unit unit = WindowFrame.Unit.values()[random.nextInt(3)];
        int key = rangeColumn < 0 ? -1 : plainTypes.size();
        WindowBound start = bound(unit, key, WindowBound.Kind.UNBOUNDED_FOLLOWING);
        WindowBound end = bound(unit, key, WindowBound.Kind.UNBOUNDED_PRECEDING);
        WindowFrame.Exclusion[] exclusions = WindowFrame.Exclusion.values();
        WindowFrame.Exclusion exclusion =
                random.nextBoolean() ? WindowFrame.Exclusion.NO_OTHERS : exclusions[random.nextInt(exclusions.length)];
        boolean usesKey = start.column() >= 0 || end.column() >= 0;
        run.exercised(unit.name());
        run.exercised(exclusion.name());
        return new WindowFrame(unit, start, end, exclusion, usesKey ? key : -1);
    }

    private WindowBound bound(WindowFrame.Unit unit, int key, WindowBound.Kind not) {
        WindowBound.Kind kind = WindowBound.Kind.values()[random.nextInt(5)];
        if (kind == not) {
            return WindowBound.CURRENT_ROW;
        }
        boolean offset = kind == WindowBound.Kind.PRECEDING || kind == WindowBound.Kind.FOLLOWING;
        if (!offset) {
            return new WindowBound(kind, 0, -1);
        }
        if (unit == WindowFrame.Unit.RANGE) {
            int column = kind == WindowBound.Kind.PRECEDING ? key + 1 : key + 2;
            return key < 0 ? WindowBound.CURRENT_ROW : new WindowBound(kind, 0, column);
        }
        return new WindowBound(kind, random.nextInt(8) == 0 ? Long.MAX_VALUE : random.nextInt(40), -1);
    }
}
