package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.naive.NaiveAggregate;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
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
                    calls.add(new RandomCall(data.random, TestTask.source(9, types), twoSteps, false).withStatistics());
                }
                calls.addAll(new RandomCall(data.random, TestTask.source(9, types), twoSteps, false).ofKey(keys));
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
                        rounded(naive(rows, keys, calls)));
            }
        }
    }

    /// Doubles to eleven digits, since the last ones may differ from those of the definition.
    static List<List<Datum>> rounded(List<List<Datum>> rows) {
        MathContext digits = new MathContext(11);
        return rows.stream()
                .map(row -> row.stream()
                        .map(value -> value instanceof Datum.Real r && Double.isFinite(r.value())
                                ? Datum.of(
                                        new BigDecimal(r.value()).round(digits).doubleValue())
                                : value)
                        .toList())
                .toList();
    }

    static List<List<Datum>> naive(List<List<Datum>> rows, List<Integer> keys, List<AggregateCall> calls) {
        return new NaiveAggregate().rows(keys, calls, rows);
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
            TestTask.assertSameRows("groups", actual, naive(rows, List.of(0, 1), plan.calls()));
        }
    }

    @Test
    void mergesManyGroupsByTheRangeOfTheirOnlyKey() {
        try (Arena arena = Arena.ofShared();
                TestTask task = new TestTask(2)) {
            RandomData data = new RandomData(79, arena);
            List<Type> types = List.of(Type.BIGINT, Type.INTEGER);
            List<List<Datum>> rows = new ArrayList<>();
            for (int i = 0; i < 160_000; i++) {
                Datum key = i % 1000 == 0 ? Datum.NULL : Datum.of(data.random.nextLong(-300_000, 300_000));
                Datum value = i % 7 == 0 ? Datum.NULL : Datum.of((long) data.random.nextInt());
                rows.add(List.of(key, value));
            }
            AggregateNode plan = new AggregateNode(
                    1,
                    TestTask.source(9, types),
                    List.of(0),
                    List.of(
                            new AggregateCall(AggregateFunction.SUM, 1, false, Type.BIGINT),
                            new AggregateCall(AggregateFunction.COUNT_ALL, -1, false, Type.BIGINT)),
                    AggregateNode.Step.SINGLE);
            task.pages(9, data.pages(types, rows, 4000));
            List<List<Datum>> actual = task.run(plan, 4096, 2).rows();
            assertThat(actual).hasSizeGreaterThan(65_536);
            TestTask.assertSameRows("groups", actual, naive(rows, List.of(0), plan.calls()));
        }
    }

    /// The order of the rows must not decide whether there is an answer.
    @Test
    void sumsMayLeaveSixtyFourBitsOnTheirWay() {
        try (Arena arena = Arena.ofShared();
                TestTask task = new TestTask(1)) {
            RandomData data = new RandomData(80, arena);
            List<Type> types = List.of(Type.INTEGER, Type.BIGINT);
            List<List<Datum>> rows = new ArrayList<>();
            for (long value : new long[] {Long.MAX_VALUE, Long.MAX_VALUE, 5, Long.MIN_VALUE, Long.MIN_VALUE + 7}) {
                rows.add(List.of(Datum.of(1L), Datum.of(value)));
                rows.add(List.of(Datum.of(2L), Datum.of(value / 4)));
            }
            AggregateNode plan = new AggregateNode(
                    1,
                    TestTask.source(9, types),
                    List.of(0),
                    List.of(new AggregateCall(AggregateFunction.SUM, 1, false, Type.BIGINT)),
                    AggregateNode.Step.SINGLE);
            task.pages(9, data.pages(types, rows, 3));
            TestTask.assertSameRows("sums", task.run(plan, 4096, 1).rows(), naive(rows, List.of(0), plan.calls()));
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
            TestTask.assertSameRows("groups", task.run(plan, 4096, 1).rows(), naive(rows, List.of(0), plan.calls()));
        }
    }

    @Test
    void estimatesDoNotDependOnHowRowsAreSplit() {
        try (Arena arena = Arena.ofShared()) {
            RandomData data = new RandomData(79, arena);
            List<Type> types = List.of(Type.INTEGER, Type.VARCHAR, Type.BIGINT, Type.decimal(30, 2));
            List<List<Datum>> rows = data.rows(types, 60_000, 20_000, 5);
            List<AggregateCall> calls = new ArrayList<>();
            for (int column = 0; column < types.size(); column++) {
                calls.add(new AggregateCall(AggregateFunction.APPROX_COUNT_DISTINCT, column, false, Type.BIGINT));
            }
            AggregateNode single =
                    new AggregateNode(1, TestTask.source(9, types), List.of(), calls, AggregateNode.Step.SINGLE);
            AggregateNode partial = single.partial(2);
            List<Datum> exact = naive(rows, List.of(), calls).getFirst();
            List<List<Datum>> first = estimates(single, data, types, rows, 4096);
            for (int i = 0; i < calls.size(); i++) {
                double share =
                        (double) ((Datum.Int) first.getFirst().get(i)).value() / ((Datum.Int) exact.get(i)).value();
                assertThat(share).isBetween(0.95, 1.05);
            }
            assertThat(estimates(single, data, types, rows, 100)).isEqualTo(first);
            assertThat(estimates(partial.combining(1, partial), data, types, rows, 777))
                    .isEqualTo(first);
        }
    }

    private static List<List<Datum>> estimates(
            PlanNode plan, RandomData data, List<Type> types, List<List<Datum>> rows, int pageRows) {
        try (TestTask task = new TestTask(2)) {
            task.pages(9, data.pages(types, rows, pageRows));
            return task.run(plan, pageRows, 2).rows();
        }
    }
}
