package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.LimitNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.plan.UnionAllNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sorts, first rows and limits of random pages against sorted lists.
final class SortOperatorTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void ordersAsListsAreOrdered(long seed) {
        System.out.println("seed " + seed);
        for (int round = 0; round < 8; round++) {
            try (Arena arena = Arena.ofShared();
                    TestTask task = new TestTask(2)) {
                RandomData data = new RandomData(seed * 1000 + round, arena);
                List<Type> types = data.types(3);
                boolean large = round == 7;
                int count = large ? 70_000 + data.random.nextInt(90_000) : data.random.nextInt(3000);
                List<List<Datum>> rows = data.rows(types, count, 1 + data.random.nextInt(3000), 8);
                List<SortKey> keys = new ArrayList<>();
                Comparator<List<Datum>> order = (a, b) -> 0;
                for (int k = 0; k < 1 + data.random.nextInt(3); k++) {
                    SortKey key =
                            new SortKey(data.random.nextInt(3), data.random.nextBoolean(), data.random.nextBoolean());
                    keys.add(key);
                    order = order.thenComparing(
                            row -> row.get(key.column()), RandomData.order(key.ascending(), key.nullsFirst()));
                }
                PlanNode input = TestTask.source(9, types);
                boolean top = data.random.nextBoolean();
                long offset = data.random.nextInt(3) * 50L;
                long limit = data.random.nextInt(4) == 0 ? Long.MAX_VALUE : data.random.nextInt(500);
                PlanNode plan = top ? new TopNNode(1, input, keys, offset, limit) : new SortNode(1, input, keys);
                task.pages(9, data.pages(types, rows, 4000));
                int pageRows = List.of(7, 64, 1000, 4096).get(data.random.nextInt(4));
                List<List<Datum>> actual =
                        task.run(plan, pageRows, 1 + data.random.nextInt(2)).rows();
                List<List<Datum>> expected = new ArrayList<>(rows);
                expected.sort(order);
                String name = "seed " + seed + " round " + round + " " + plan;
                if (top) {
                    long end = limit == Long.MAX_VALUE ? count : Math.min(count, offset + limit);
                    expected = offset >= end ? List.of() : expected.subList((int) offset, (int) end);
                }
                assertThat(actual.size()).as(name).isEqualTo(expected.size());
                for (int i = 0; i < expected.size(); i++) {
                    // Rows equal in all keys come in any order.
                    assertThat(order.compare(actual.get(i), expected.get(i)))
                            .as(name + " row " + i)
                            .isZero();
                }
                if (!top) {
                    TestTask.assertSameRows(name, actual, rows);
                }
            }
        }
    }

    @Test
    void limitsExactlyOverSeveralDriversAndInputs() {
        try (Arena arena = Arena.ofShared();
                TestTask task = new TestTask(2)) {
            RandomData data = new RandomData(3, arena);
            List<Type> types = List.of(Type.INTEGER);
            task.pages(8, data.pages(types, data.rows(types, 5000, 100, 0), 300));
            task.pages(9, data.pages(types, data.rows(types, 5000, 100, 0), 300));
            PlanNode union = new UnionAllNode(4, List.of(TestTask.source(8, types), TestTask.source(9, types)), types);
            for (int threads = 1; threads <= 2; threads++) {
                assertThat(task.run(new LimitNode(1, union, 0, 777), 100, threads)
                                .rows())
                        .hasSize(777);
                assertThat(task.run(new LimitNode(1, union, 9500, 777), 100, threads)
                                .rows())
                        .hasSize(500);
                assertThat(task.run(new LimitNode(1, union, 10, 0), 100, threads)
                                .rows())
                        .isEmpty();
                assertThat(task.run(union, 100, threads).rows()).hasSize(10_000);
            }
        }
    }

    @Test
    void aLimitStopsAJoinInTheMiddleOfItsPairs() {
        try (Arena arena = Arena.ofShared();
                TestTask task = new TestTask(2)) {
            RandomData data = new RandomData(4, arena);
            List<Type> types = List.of(Type.INTEGER);
            task.pages(8, data.pages(types, data.rows(types, 4000, 100, 0), 4000));
            task.pages(9, data.pages(types, data.rows(types, 100_000, 100, 0), 4000));
            // 400 million pairs would take longer than the run may.
            PlanNode pairs = new JoinNode(
                    2,
                    JoinKind.INNER,
                    TestTask.source(8, types),
                    TestTask.source(9, types),
                    List.of(),
                    List.of(),
                    null,
                    List.of(0, 1));
            assertThat(task.run(new LimitNode(1, pairs, 0, 100), 10, 2).rows()).hasSize(100);
        }
    }
}
