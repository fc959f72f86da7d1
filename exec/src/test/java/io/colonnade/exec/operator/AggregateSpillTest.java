package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.NodeFigures;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Groups that memory has no room for: the same answer from any budget, or OUT_OF_MEMORY.
///
/// `-Dcolonnade.fuzz.rounds=200` for longer runs, `-Dcolonnade.fuzz.seed=7` for another seed.
final class AggregateSpillTest {
    private static final int ROUNDS = Integer.getInteger("colonnade.fuzz.rounds", 16);
    /// Less than this the pages of two threads, flattened, hardly leave room for any group.
    private static final long BUDGET_MIN = 1 << 20;
    private static final long SEED = Long.getLong("colonnade.fuzz.seed", 1);

    private int spilled;
    private int refused;
    private int answered;

    @Test
    void answersTheSameFromAnyBudget() {
        for (int round = 0; round < ROUNDS; round++) {
            try (Arena arena = Arena.ofShared()) {
                round(new RandomData(SEED * 1000 + round, arena), "seed " + SEED + " round " + round);
            }
        }
        System.out.println(spilled + " runs spilled, " + answered + " answered, " + refused + " were refused");
        assertThat(spilled).isGreaterThan(ROUNDS);
        assertThat(answered).isGreaterThan(ROUNDS * 2);
        assertThat(refused).isLessThan(ROUNDS / 3);
    }

    private void round(RandomData data, String name) {
        List<Type> types = data.types(5);
        List<Integer> keys = List.of(List.<Integer>of(), List.of(0), List.of(1, 0), List.of(0, 1, 2), List.of(2, 3))
                .get(data.random.nextInt(5));
        boolean twoSteps = data.random.nextInt(4) == 0;
        List<AggregateCall> calls = new ArrayList<>();
        int callCount = data.random.nextInt(5);
        for (int i = 0; i < callCount || (keys.isEmpty() && calls.stream().allMatch(AggregateCall::hasState)); i++) {
            calls.add(new RandomCall(data.random, TestTask.source(9, types), twoSteps, false).call());
            twoSteps &= !keys.isEmpty();
        }
        calls.addAll(new RandomCall(data.random, TestTask.source(9, types), twoSteps, false).ofKey(keys));
        int distinct = List.of(50, 3000, 100_000, 100_000).get(data.random.nextInt(4));
        List<List<Datum>> rows =
                data.rows(types, 2000 + data.random.nextInt(40_000), distinct, data.random.nextInt(3) * 5);
        List<Page> pages = data.pages(types, rows, 4000);
        PlanNode plan = plan(types, keys, calls, twoSteps);
        String what = name + ": " + plan + " of " + types;
        List<List<Datum>> expected = AggregateOperatorTest.rounded(AggregateOperatorTest.naive(rows, keys, calls));
        long peak = run(what, plan, pages, expected, 1L << 30);
        for (int part : new int[] {2, 5, 10}) {
            run(what + " with 1/" + part + " of " + peak, plan, pages, expected, Math.max(BUDGET_MIN, peak / part));
        }
    }

    /// Answers the peak.
    private long run(String what, PlanNode plan, List<Page> pages, List<List<Datum>> expected, long budget) {
        try (TestTask task = new TestTask(2, budget)) {
            task.pages(9, pages);
            TestTask.Outcome outcome = task.run(plan, 1000, 2);
            TestTask.assertSameRows(what, AggregateOperatorTest.rounded(outcome.rows()), expected);
            answered++;
            spilled += spilledBytes(outcome) > 0 ? 1 : 0;
            return outcome.report().peakBytes();
        } catch (EngineException e) {
            if (e.code() != ErrorCode.OUT_OF_MEMORY) {
                throw new AssertionError(what, e);
            }
            refused++;
            System.out.println(what + ": " + e.getMessage());
            if (Boolean.getBoolean("colonnade.fuzz.trace")) {
                e.printStackTrace(System.out);
            }
            return 0;
        }
    }

    private static long spilledBytes(TestTask.Outcome outcome) {
        return outcome.report().figures().stream()
                .mapToLong(NodeFigures::spilledBytes)
                .sum();
    }

    private static PlanNode plan(List<Type> types, List<Integer> keys, List<AggregateCall> calls, boolean twoSteps) {
        PlanNode source = TestTask.source(9, types);
        if (!twoSteps) {
            return new AggregateNode(1, source, keys, calls, AggregateNode.Step.SINGLE);
        }
        AggregateNode partial = new AggregateNode(2, source, keys, calls, AggregateNode.Step.PARTIAL);
        return partial.combining(1, partial);
    }

    @Test
    void splitsValuesWhereOneGroupHasMany() {
        try (Arena arena = Arena.ofShared()) {
            RandomData data = new RandomData(5, arena);
            List<Type> types = List.of(Type.INTEGER, Type.BIGINT, Type.VARCHAR);
            List<List<Datum>> rows = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                rows.add(List.of(Datum.of(i % 2), Datum.of(i * 7L % 70_000), Datum.of("the value numbered " + i)));
            }
            List<Page> pages = data.pages(types, rows, 4096);
            List<AggregateCall> calls = List.of(
                    new AggregateCall(AggregateFunction.COUNT, 1, true, Type.BIGINT),
                    new AggregateCall(AggregateFunction.SUM, 1, true, Type.decimal(38, 0)),
                    new AggregateCall(AggregateFunction.COUNT, 2, true, Type.BIGINT),
                    new AggregateCall(AggregateFunction.MAX, 2, false, Type.VARCHAR));
            for (List<Integer> keys : List.of(List.<Integer>of(), List.of(0))) {
                List<List<Datum>> expected =
                        AggregateOperatorTest.rounded(AggregateOperatorTest.naive(rows, keys, calls));
                PlanNode plan = plan(types, keys, calls, false);
                spilled = 0;
                long peak = run("by " + keys, plan, pages, expected, 1L << 30);
                run("by " + keys, plan, pages, expected, peak / 3);
                run("by " + keys, plan, pages, expected, peak / 5);
                assertThat(spilled).isPositive();
            }
        }
    }

    @Test
    void findsPercentilesOfOneLargeGroupOnDisk() {
        try (Arena arena = Arena.ofShared()) {
            RandomData data = new RandomData(6, arena);
            List<Type> types = List.of(Type.INTEGER, Type.BIGINT, Type.DOUBLE);
            List<List<Datum>> rows = new ArrayList<>();
            for (int i = 0; i < 150_000; i++) {
                rows.add(List.of(
                        Datum.of(7L),
                        Datum.of(i * 7_919L % 1_000_003 - 400_000),
                        Datum.of((i * 104_729L % 99_991) / 8.0 - 3000)));
            }
            List<Page> pages = data.pages(types, rows, 4096);
            List<AggregateCall> calls = List.of(
                    percentile(AggregateFunction.PERCENTILE_DISC, 1, 0.3, true, Type.BIGINT),
                    percentile(AggregateFunction.PERCENTILE_DISC, 1, 0.3, false, Type.BIGINT),
                    percentile(AggregateFunction.PERCENTILE_CONT, 2, 0.5, true, Type.DOUBLE),
                    percentile(AggregateFunction.PERCENTILE_CONT, 2, 0.901, false, Type.DOUBLE),
                    new AggregateCall(AggregateFunction.COUNT, 1, true, Type.BIGINT));
            for (List<Integer> keys : List.of(List.<Integer>of(), List.of(0))) {
                List<List<Datum>> expected =
                        AggregateOperatorTest.rounded(AggregateOperatorTest.naive(rows, keys, calls));
                PlanNode plan = plan(types, keys, calls, false);
                spilled = 0;
                refused = 0;
                long peak = run("by " + keys, plan, pages, expected, 1L << 30);
                run("by " + keys, plan, pages, expected, peak / 3);
                run("by " + keys, plan, pages, expected, peak / 10);
                assertThat(spilled).isEqualTo(2);
                assertThat(refused).isZero();
            }
        }
    }

    @Test
    void valuesOfOneGroupMayBeLargerThanMemory() {
        try (Arena arena = Arena.ofShared()) {
            RandomData data = new RandomData(7, arena);
            List<Type> types = List.of(Type.INTEGER, Type.BIGINT, Type.VARCHAR, Type.decimal(38, 2));
            List<List<Datum>> rows = new ArrayList<>();
            for (int i = 0; i < 40_000; i++) {
                rows.add(List.of(
                        Datum.of(i % 100 == 0 ? i % 1000 : 7),
                        Datum.of(i * 7_919L % 1_000_003 - 400_000),
                        Datum.of(i % 1000 == 0 ? "a text of some bytes " + i * 31 % 997 : "x"),
                        new Datum.Wide(BigInteger.valueOf((i * 104_729L % 99_991) / 8))));
            }
            List<Page> pages = data.pages(types, rows, 1024);
            List<AggregateCall> calls = List.of(
                    new AggregateCall(
                            AggregateFunction.STRING_AGG,
                            List.of(2),
                            false,
                            List.of(new SortKey(1, false, false)),
                            Datum.of(""),
                            Type.VARCHAR),
                    new AggregateCall(AggregateFunction.COUNT, 1, true, Type.BIGINT),
                    new AggregateCall(AggregateFunction.MODE, List.of(1), false, List.of(), Datum.NULL, Type.BIGINT),
                    percentile(AggregateFunction.PERCENTILE_DISC, 2, 0.3, true, Type.VARCHAR),
                    percentile(AggregateFunction.PERCENTILE_DISC, 3, 0.6, true, Type.decimal(38, 2)));
            for (List<Integer> keys : List.of(List.<Integer>of(), List.of(0))) {
                List<List<Datum>> expected =
                        AggregateOperatorTest.rounded(AggregateOperatorTest.naive(rows, keys, calls));
                PlanNode plan = plan(types, keys, calls, false);
                spilled = 0;
                refused = 0;
                long peak = run("by " + keys, plan, pages, expected, 1L << 30);
                run("by " + keys, plan, pages, expected, peak / 3);
                run("by " + keys, plan, pages, expected, peak / 8);
                assertThat(spilled).isEqualTo(2);
                assertThat(refused).isZero();
            }
        }
    }

    private static AggregateCall percentile(
            AggregateFunction function, int column, double share, boolean ascending, Type type) {
        return new AggregateCall(
                function,
                List.of(column),
                false,
                List.of(new SortKey(column, ascending, false)),
                Datum.of(share),
                type);
    }
}
