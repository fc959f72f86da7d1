package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Groups of random pages against maps of lists.
final class AggregateOperatorTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aggregatesAsMapsOfListsDo(long seed) {
        System.out.println("seed " + seed);
        for (int round = 0; round < 12; round++) {
            try (Arena arena = Arena.ofShared();
                    TestTask task = new TestTask(2)) {
                RandomData data = new RandomData(seed * 1000 + round, arena);
                List<Type> types = data.types(5);
                List<Integer> keys = List.of(List.<Integer>of(), List.of(0), List.of(1, 0), List.of(0, 1, 2))
                        .get(data.random.nextInt(4));
                boolean twoSteps = data.random.nextInt(3) == 0;
                List<AggregateCall> calls = new ArrayList<>();
                int callCount = data.random.nextInt(5);
                for (int i = 0; i < callCount; i++) {
                    calls.add(call(data, types, twoSteps));
                }
                int distinct = data.random.nextBoolean() ? 5 : 3000;
                int count = data.random.nextInt(5) == 0 ? 0 : data.random.nextInt(6000);
                List<List<Datum>> rows = data.rows(types, count, distinct, data.random.nextInt(3) * 5);
                PlanNode plan = TestTask.source(9, types);
                if (twoSteps) {
                    AggregateNode partial = new AggregateNode(2, plan, keys, calls, AggregateNode.Step.PARTIAL);
                    plan = partial.combining(1, partial);
                } else {
                    plan = new AggregateNode(1, plan, keys, calls, AggregateNode.Step.SINGLE);
                }
                task.pages(9, data.pages(types, rows, 1 + data.random.nextInt(2000)));
                int pageRows = List.of(1, 7, 64, 1000, 4096).get(data.random.nextInt(5));
                List<List<Datum>> actual =
                        task.run(plan, pageRows, 1 + data.random.nextInt(2)).rows();
                TestTask.assertSameRows(
                        "seed " + seed + " round " + round + ": " + plan + " of " + types,
                        rounded(actual),
                        rounded(naive(rows, keys, calls, types)));
            }
        }
    }

    static AggregateCall call(RandomData data, List<Type> types, boolean twoSteps) {
        int argument = data.random.nextInt(types.size());
        Type type = types.get(argument);
        boolean distinct = !twoSteps && data.random.nextInt(4) == 0;
        return switch (data.random.nextInt(5)) {
            case 0 -> new AggregateCall(AggregateFunction.COUNT_ALL, -1, false, Type.BIGINT);
            case 1 -> new AggregateCall(AggregateFunction.COUNT, argument, distinct, Type.BIGINT);
            case 2 -> new AggregateCall(AggregateFunction.MIN, argument, distinct, type);
            case 3 -> new AggregateCall(AggregateFunction.MAX, argument, distinct, type);
            default -> {
                Type sum = sumType(type);
                yield sum == null
                        ? new AggregateCall(AggregateFunction.COUNT, argument, distinct, Type.BIGINT)
                        : new AggregateCall(AggregateFunction.SUM, argument, distinct && !wide(type), sum);
            }
        };
    }

    private static boolean wide(Type type) {
        return type instanceof Type.DecimalType d && d.precision() > 18;
    }

    private static Type sumType(Type type) {
        return switch (type) {
            case Type.IntegerType t -> Type.BIGINT;
            case Type.BigintType t -> Type.decimal(38, 0);
            case Type.DecimalType t -> Type.decimal(38, t.scale());
            case Type.DoubleType t -> Type.DOUBLE;
            default -> null;
        };
    }

    /// Doubles to nine digits, since sums of them depend on the order a little.
    static List<List<Datum>> rounded(List<List<Datum>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .map(value -> value instanceof Datum.Real r && Double.isFinite(r.value())
                                ? Datum.of(new BigDecimal(r.value())
                                        .setScale(9, java.math.RoundingMode.HALF_EVEN)
                                        .toString())
                                : value)
                        .toList())
                .toList();
    }

    static List<List<Datum>> naive(
            List<List<Datum>> rows, List<Integer> keys, List<AggregateCall> calls, List<Type> types) {
        Map<List<Datum>, List<List<Datum>>> groups = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            groups.put(List.of(), new ArrayList<>());
        }
        for (List<Datum> row : rows) {
            List<Datum> key = keys.stream()
                    .map(row::get)
                    .map(AggregateOperatorTest::normal)
                    .toList();
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        List<List<Datum>> result = new ArrayList<>();
        groups.forEach((key, members) -> {
            List<Datum> row = new ArrayList<>(key);
            calls.forEach(call -> row.add(value(call, members, types)));
            result.add(row);
        });
        return result;
    }

    private static Datum normal(Datum value) {
        return value instanceof Datum.Real r ? Datum.of(r.value() + 0.0) : value;
    }

    private static Datum value(AggregateCall call, List<List<Datum>> members, List<Type> types) {
        if (call.function() == AggregateFunction.COUNT_ALL) {
            return Datum.of(members.size());
        }
        List<Datum> values = new ArrayList<>(members.stream()
                .map(row -> normal(row.get(call.argument())))
                .filter(value -> !value.isNull())
                .toList());
        if (call.distinct()) {
            TreeSet<Datum> distinct = new TreeSet<>(DatumOrder::compare);
            distinct.addAll(values);
            values = new ArrayList<>(distinct);
        }
        if (call.function() == AggregateFunction.COUNT) {
            return Datum.of(values.size());
        }
        if (values.isEmpty()) {
            return Datum.NULL;
        }
        return switch (call.function()) {
            case MIN -> values.stream().min(DatumOrder::compare).orElseThrow();
            case MAX -> values.stream().max(DatumOrder::compare).orElseThrow();
            default -> sum(call, values);
        };
    }

    private static Datum sum(AggregateCall call, List<Datum> values) {
        if (call.type() == Type.DOUBLE) {
            return Datum.of(
                    values.stream().mapToDouble(v -> ((Datum.Real) v).value()).sum());
        }
        BigInteger total = BigInteger.ZERO;
        for (Datum value : values) {
            total = total.add(
                    value instanceof Datum.Int i ? BigInteger.valueOf(i.value()) : ((Datum.Wide) value).value());
        }
        return call.type() == Type.BIGINT ? Datum.of(total.longValueExact()) : new Datum.Wide(total);
    }

    @Test
    void mergesManyGroupsInPartitions() {
        try (Arena arena = Arena.ofShared();
                TestTask task = new TestTask(2)) {
            RandomData data = new RandomData(77, arena);
            List<Type> types = List.of(Type.VARCHAR, Type.BIGINT);
            List<List<Datum>> rows = data.rows(types, 150_000, 60_000, 100);
            AggregateNode plan = new AggregateNode(
                    1,
                    TestTask.source(9, types),
                    List.of(0, 1),
                    List.of(new AggregateCall(AggregateFunction.COUNT_ALL, -1, false, Type.BIGINT)),
                    AggregateNode.Step.SINGLE);
            task.pages(9, data.pages(types, rows, 4000));
            List<List<Datum>> actual = task.run(plan, 4096, 2).rows();
            assertThat(actual).hasSizeGreaterThan(65_536);
            TestTask.assertSameRows("groups", actual, naive(rows, List.of(0, 1), plan.calls(), types));
        }
    }

    @Test
    void groupsKeysAtBothEndsOfTheirType() {
        try (Arena arena = Arena.ofShared();
                TestTask task = new TestTask(1)) {
            RandomData data = new RandomData(78, arena);
            List<List<Datum>> rows = new ArrayList<>();
            for (long key : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MIN_VALUE, -1, 4711}) {
                rows.add(List.of(Datum.of(key)));
            }
            AggregateNode plan = new AggregateNode(
                    1,
                    TestTask.source(9, List.of(Type.BIGINT)),
                    List.of(0),
                    List.of(new AggregateCall(AggregateFunction.COUNT_ALL, -1, false, Type.BIGINT)),
                    AggregateNode.Step.SINGLE);
            task.pages(9, data.pages(List.of(Type.BIGINT), rows, 4000));
            TestTask.assertSameRows(
                    "groups",
                    task.run(plan, 4096, 1).rows(),
                    naive(rows, List.of(0), plan.calls(), plan.outputTypes()));
        }
    }
}
