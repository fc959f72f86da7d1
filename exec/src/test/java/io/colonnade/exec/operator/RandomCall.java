package io.colonnade.exec.operator;

import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A random aggregate of the columns of a node, whose value does not depend on rounding: of the statistics
/// REGR_COUNT.
final class RandomCall {
    private final Random random;
    private final @Nullable PlanNode input;
    private final List<Type> types;
    private final boolean states;
    private final boolean extremes;

    /// `states`: only calls that have a state; `extremes`: values may be so large that sums of doubles are rounded.
    RandomCall(Random random, PlanNode input, boolean states, boolean extremes) {
        this.random = random;
        this.input = input;
        this.types = input.outputTypes();
        this.states = states;
        this.extremes = extremes;
    }

    AggregateCall call() {
        AggregateFunction[] functions = AggregateFunction.values();
        while (true) {
            AggregateFunction function = functions[random.nextInt(functions.length)];
            AggregateCall call = types.isEmpty() ? null : call(function);
            if (types.isEmpty()) {
                return new AggregateCall(AggregateFunction.COUNT_ALL, -1, false, Type.BIGINT);
            }
            if (call != null && (!states || call.hasState())) {
                return call;
            }
        }
    }

    /// The same, or one of the statistics of DOUBLEs.
    AggregateCall withStatistics() {
        List<AggregateFunction> statistics = Arrays.stream(AggregateFunction.values())
                .filter(function -> function.variables() > 0)
                .toList();
        AggregateFunction function = statistics.get(random.nextInt(statistics.size()));
        AggregateCall call = random.nextInt(3) == 0 ? statistic(function) : null;
        return call == null ? call() : call;
    }

    /// Now and then the value of a key, which is the same in all rows of a group.
    List<AggregateCall> ofKey(List<Integer> keys) {
        if (keys.isEmpty() || random.nextInt(3) > 0) {
            return List.of();
        }
        int key = keys.get(random.nextInt(keys.size()));
        return List.of(new AggregateCall(AggregateFunction.ANY_VALUE, key, false, types.get(key)));
    }

    private @Nullable AggregateCall call(AggregateFunction function) {
        int argument = random.nextInt(types.size());
        Type type = types.get(argument);
        boolean distinct = random.nextInt(4) == 0;
        return switch (function) {
            case COUNT_ALL -> new AggregateCall(function, -1, false, Type.BIGINT);
            case COUNT ->
                new AggregateCall(
                        function,
                        random.nextInt(4) == 0 ? List.of(argument, any()) : List.of(argument),
                        distinct,
                        List.of(),
                        Datum.NULL,
                        Type.BIGINT);
            case SUM -> {
                Type sum = sumType(type);
                yield sum == null ? null : new AggregateCall(function, argument, distinct, sum);
            }
            case MIN, MAX -> new AggregateCall(function, argument, distinct, type);
            case BIT_AND, BIT_OR, BIT_XOR ->
                type.equals(Type.INTEGER) || type.equals(Type.BIGINT)
                        ? new AggregateCall(function, argument, distinct, type)
                        : null;
            case MIN_BY, MAX_BY ->
                new AggregateCall(function, List.of(argument, any()), false, List.of(), Datum.NULL, type);
            case REGR_COUNT -> statistic(function);
            case STRING_AGG ->
                type.isString()
                        ? new AggregateCall(
                                function,
                                List.of(argument),
                                distinct,
                                distinct ? List.of(key(argument)) : List.of(key(any()), key(any())),
                                random.nextInt(4) == 0 ? Datum.NULL : Datum.of(", "),
                                Type.VARCHAR)
                        : null;
            case PERCENTILE_CONT ->
                type.equals(Type.DOUBLE) || type.equals(Type.INTERVAL) ? ordered(function, argument, type) : null;
            case PERCENTILE_DISC, MODE -> ordered(function, argument, type);
            default -> null;
        };
    }

    private AggregateCall ordered(AggregateFunction function, int argument, Type type) {
        Datum share = function == AggregateFunction.MODE
                ? Datum.NULL
                : Datum.of(List.of(0.0, 0.25, 0.5, 0.9, 1.0).get(random.nextInt(5)));
        return new AggregateCall(
                function,
                List.of(argument),
                random.nextInt(4) == 0,
                List.of(new SortKey(argument, random.nextBoolean(), false)),
                share,
                type);
    }

    private @Nullable AggregateCall statistic(AggregateFunction function) {
        List<Integer> doubles = IntStream.range(0, types.size())
                .filter(i -> types.get(i).equals(Type.DOUBLE))
                .boxed()
                .toList();
        if (doubles.isEmpty()) {
            return null;
        }
        List<Integer> arguments = new ArrayList<>();
        for (int i = 0; i < function.variables(); i++) {
            arguments.add(doubles.get(random.nextInt(doubles.size())));
        }
        return new AggregateCall(
                function,
                arguments,
                !states && random.nextInt(5) == 0,
                List.of(),
                Datum.NULL,
                function.counts() ? Type.BIGINT : Type.DOUBLE);
    }

    private int any() {
        return random.nextInt(types.size());
    }

    private SortKey key(int column) {
        return new SortKey(column, random.nextBoolean(), random.nextBoolean());
    }

    /// The type of a sum, or null where there is none, or where it depends on the order of rounding.
    private @Nullable Type sumType(Type type) {
        if (type.equals(Type.DOUBLE) || type.equals(Type.REAL)) {
            return extremes || input == null || !roundsNothing(input) ? null : Type.DOUBLE;
        }
        try {
            return AggregateCall.sumType(type);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean roundsNothing(PlanNode node) {
        return !(node instanceof ProjectNode)
                && !(node instanceof ValuesNode)
                && node.inputs().stream().allMatch(RandomCall::roundsNothing);
    }
}
