package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.NodeFigures;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.LimitNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.UnionAllNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/// Joins under budgets from far too small to enough: the same rows as with plenty of memory, or OUT_OF_MEMORY.
final class SpillingJoinTest {
    private static final List<Type> TYPES = List.of(Type.INTEGER, Type.VARCHAR, Type.BIGINT);
    private static final long SEEDS = Long.getLong("colonnade.fuzz.joins", 40);

    /// What a join of few and short columns always gets by with.
    private static final long BUDGET_ENOUGH = 256 << 10;

    private int spilled;
    private int refused;
    private int runs;

    @Test
    void spilledJoinsHaveTheSameRows() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try (Arena arena = Arena.ofShared()) {
                RandomData data = new RandomData(seed, arena);
                RandomJoin join = RandomJoin.of(data, 3000, 5000, 60, 5000);
                if (data.random.nextInt(3) == 0) {
                    join = join.skewed(data, 300);
                }
                List<Page> probe = data.pages(join.probeTypes(), join.probeRows(), 1 << data.random.nextInt(13));
                List<Page> build = data.pages(join.buildTypes(), join.buildRows(), 1 << data.random.nextInt(13));
                compare("seed " + seed, join, probe, build, data.random);
            }
        }
        System.out.println("spilling joins: " + spilled + " spilled, " + refused + " refused of " + runs);
        assertThat(spilled).isGreaterThan(runs / 4);
    }

    private void compare(String seed, RandomJoin join, List<Page> probe, List<Page> build, Random random) {
        List<List<Datum>> expected;
        long peak;
        try (TestTask task = new TestTask(2)) {
            TestTask.Outcome all = task.pages(2, probe).pages(3, build).run(join.node(), 4096, 2);
            expected = all.rows();
            peak = all.report().peakBytes();
        }
        for (int part : new int[] {2, 4, 10}) {
            long budget = Math.max(48 << 10, peak / part);
            int threads = 1 + random.nextInt(2);
            int pageRows = 1 << random.nextInt(13);
            String what = seed + ", " + budget + " of " + peak + " bytes, " + threads + " threads, pages of " + pageRows
                    + ": " + join.node();
            runs++;
            try (TestTask task = new TestTask(threads, budget)) {
                TestTask.Outcome outcome = task.pages(2, probe).pages(3, build).run(join.node(), pageRows, threads);
                TestTask.assertSameRows(what, outcome.rows(), expected);
                spilled += spilledBytes(outcome) > 0 ? 1 : 0;
            } catch (EngineException e) {
                assertThat(e.code()).as(what + e).isEqualTo(ErrorCode.OUT_OF_MEMORY);
                // The keys of both sides are gathered for each page of pairs that a NULL may make partners.
                boolean gathersKeys = join.node().kind() == JoinKind.NULL_AWARE_MARK;
                assertThat(budget).as(what + e).isLessThan(gathersKeys ? 2 * BUDGET_ENOUGH : BUDGET_ENOUGH);
                refused++;
            }
        }
    }

    /// Two joins above a UNION ALL, each of which may spill, below groups.
    private static PlanNode chain(JoinKind first, JoinKind second) {
        PlanNode both = new UnionAllNode(9, List.of(TestTask.source(2, TYPES), TestTask.source(4, TYPES)), TYPES);
        PlanNode lower =
                new JoinNode(7, first, both, TestTask.source(3, TYPES), List.of(0), List.of(0), null, outputs(first));
        PlanNode upper = new JoinNode(
                8, second, lower, TestTask.source(5, TYPES), List.of(1), List.of(1), null, outputs(second));
        return new AggregateNode(
                1,
                upper,
                List.of(0),
                List.of(
                        new AggregateCall(AggregateFunction.COUNT_ALL, -1, false, Type.BIGINT),
                        new AggregateCall(AggregateFunction.MAX, 1, false, Type.VARCHAR)),
                AggregateNode.Step.SINGLE);
    }

    private static List<Integer> outputs(JoinKind kind) {
        return kind == JoinKind.INNER || kind == JoinKind.LEFT ? List.of(0, 4, 5) : List.of(0, 1, 2);
    }

    /// Pages of the sources 2 to 5.
    private static List<List<Page>> sources(RandomData data, int rows) {
        List<List<Page>> sources = new ArrayList<>();
        for (int source = 2; source <= 5; source++) {
            List<List<Datum>> content = data.rows(TYPES, rows, rows / 2, 10);
            sources.add(data.pages(TYPES, content, 1 + data.random.nextInt(1000)));
        }
        return sources;
    }

    private static void fill(TestTask task, List<List<Page>> sources) {
        for (int i = 0; i < sources.size(); i++) {
            task.pages(2 + i, sources.get(i));
        }
    }

    @Test
    void joinsInAChainSpillOneAfterTheOther() {
        int bothSpilled = 0;
        try (Arena arena = Arena.ofShared()) {
            List<List<Page>> sources = sources(new RandomData(7, arena), 9000);
            for (JoinKind first : List.of(JoinKind.INNER, JoinKind.LEFT)) {
                for (JoinKind second : List.of(JoinKind.LEFT, JoinKind.SEMI, JoinKind.ANTI)) {
                    PlanNode plan = chain(first, second);
                    List<List<Datum>> expected = List.of();
                    for (long budget : new long[] {1 << 30, 1 << 20, 640 << 10}) {
                        try (TestTask task = new TestTask(2, budget)) {
                            fill(task, sources);
                            TestTask.Outcome outcome = task.run(plan, 1000, 1);
                            if (budget == 1 << 30) {
                                expected = outcome.rows();
                            }
                            TestTask.assertSameRows(first + " " + second + " " + budget, outcome.rows(), expected);
                            bothSpilled += spilledBytes(outcome, 7) > 0 && spilledBytes(outcome, 8) > 0 ? 1 : 0;
                        }
                    }
                }
            }
        }
        assertThat(bothSpilled).isGreaterThan(1);
    }

    @Test
    void aLimitAboveSpilledJoinsEndsThem() {
        try (Arena arena = Arena.ofShared();
                TestTask task = new TestTask(2, 384 << 10)) {
            fill(task, sources(new RandomData(1, arena), 9000));
            JoinNode join = new JoinNode(
                    7,
                    JoinKind.INNER,
                    TestTask.source(2, TYPES),
                    TestTask.source(3, TYPES),
                    List.of(0),
                    List.of(0),
                    null,
                    List.of(0, 4, 5));
            TestTask.Outcome outcome = task.run(new LimitNode(1, join, 10, 100), 64, 2);
            assertThat(outcome.rows()).hasSize(100);
            assertThat(spilledBytes(outcome, 7)).isPositive();
        }
    }

    /// Every allocation and every question for room is refused once: the first gives the answer or OUT_OF_MEMORY.
    @Test
    void everyRefusalEndsInTheAnswerOrOutOfMemory() {
        try (Arena arena = Arena.ofShared()) {
            List<List<Page>> sources = sources(new RandomData(3, arena), 400);
            PlanNode plan = chain(JoinKind.INNER, JoinKind.LEFT);
            List<List<Datum>> expected = List.of();
            int answeredBySpilling = 0;
            boolean wasRefused = true;
            for (int number = -1; wasRefused; number += number < 100 ? 1 : 3) {
                AtomicInteger left = new AtomicInteger(number);
                LongPredicate refusal = bytes -> left.getAndDecrement() == 0;
                try (TestTask task = new TestTask(1, MemoryPool.root("test", 1 << 30, refusal))) {
                    fill(task, sources);
                    TestTask.Outcome outcome = task.run(plan, 200, 1);
                    if (number < 0) {
                        expected = outcome.rows();
                    }
                    TestTask.assertSameRows("refusal " + number, outcome.rows(), expected);
                    answeredBySpilling += spilledBytes(outcome, 7) + spilledBytes(outcome, 8) > 0 ? 1 : 0;
                } catch (EngineException e) {
                    assertThat(e.code()).as("refusal " + number + ": " + e).isEqualTo(ErrorCode.OUT_OF_MEMORY);
                }
                wasRefused = number < 0 || left.get() < 0;
            }
            assertThat(answeredBySpilling).isGreaterThan(3);
        }
    }

    private static long spilledBytes(TestTask.Outcome outcome) {
        return outcome.report().figures().stream()
                .mapToLong(NodeFigures::spilledBytes)
                .sum();
    }

    private static long spilledBytes(TestTask.Outcome outcome, int node) {
        return outcome.report().figures().stream()
                .filter(figures -> figures.nodeId() == node)
                .mapToLong(NodeFigures::spilledBytes)
                .sum();
    }
}
