package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.NodeFigures;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.WindowFrame;
import io.colonnade.core.plan.WindowFunction;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.naive.NaivePlan;
import io.colonnade.exec.random.FuzzRun;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Window functions over random rows against a naive version, and under budgets far too small against ample ones.
final class WindowOperatorTest {
    private final FuzzRun run = new FuzzRun(WindowOperatorTest.class, 2);

    @Test
    void functionsGiveWhatRowByRowIsFound() {
        run.run(this::check);
        run.requireAll(Stream.of(WindowFunction.values())
                .filter(function -> function != WindowFunction.SQUARED_DEVIATIONS)
                .map(Enum::name)
                .toList());
        run.requireAll(Stream.of(WindowFrame.Unit.values()).map(Enum::name).toList());
        run.requireAll(Stream.of(WindowFrame.Exclusion.values()).map(Enum::name).toList());
    }

    private void check(long seed) {
        try (Arena arena = Arena.ofShared();
                TestTask task = new TestTask(2)) {
            RandomData data = new RandomData(seed, arena);
            Random random = FuzzRun.random(seed);
            List<Type> types = data.types(1 + random.nextInt(4));
            int count = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(random.nextInt(4) == 0 ? 600 : 60);
            List<List<Datum>> rows = data.rows(types, count, 1 + random.nextInt(30), random.nextInt(30));
            PlanNode source = TestTask.source(9, types);
            PlanNode plan = new RandomWindow(random, run, source, WindowOperatorTest::sumType).node(1, 2);
            run.describe(plan::toString);
            NaivePlan naive = new NaivePlan();
            naive.source(9, rows);
            run.values((long) count * types.size());
            task.pages(9, data.pages(types, rows, 1 + random.nextInt(200)));
            int pageRows = List.of(1, 3, 7, 64, 4096).get(random.nextInt(5));
            List<List<Datum>> expected;
            try {
                expected = naive.rows(plan);
            } catch (EngineException e) {
                fails(task, plan, pageRows);
                return;
            }
            try {
                TestTask.Outcome outcome = task.run(plan, pageRows, 1 + random.nextInt(2));
                TestTask.assertSameRows("rows", outcome.rows(), expected);
                run.outcome(expected.isEmpty());
            } catch (EngineException e) {
                assertThat(naive.sumMayFail() && e.code() == ErrorCode.OUT_OF_RANGE)
                        .as(e.getMessage())
                        .isTrue();
            }
        }
    }

    private void fails(TestTask task, PlanNode plan, int pageRows) {
        run.failure();
        try {
            task.run(plan, pageRows, 1);
            throw new AssertionError("no failure");
        } catch (EngineException e) {
            assertThat(e.code().fault()).as(e.getMessage()).isEqualTo(ErrorCode.Fault.USER);
        }
    }

    private static @Nullable Type sumType(Type type, PlanNode input) {
        return switch (type) {
            case Type.SmallintType t -> Type.BIGINT;
            case Type.IntegerType t -> Type.BIGINT;
            case Type.BigintType t -> Type.decimal(38, 0);
            case Type.DecimalType t -> Type.decimal(38, t.scale());
            case Type.DoubleType t -> Type.DOUBLE;
            default -> null;
        };
    }

    /// Only sums that do not depend on the order of rounding.
    static @Nullable Type exactSumType(Type type, PlanNode input) {
        return type.equals(Type.DOUBLE) ? null : sumType(type, input);
    }

    @Test
    void littleMemoryGivesTheSameRows() {
        int spilled = 0;
        for (long seed = 0; seed < 6; seed++) {
            try (Arena arena = Arena.ofShared()) {
                RandomData data = new RandomData(seed, arena);
                Random random = new Random(seed);
                List<Type> types = List.of(Type.VARCHAR, Type.INTEGER, Type.decimal(38, 4), Type.BIGINT);
                // Few values make partitions that are larger than memory.
                List<List<Datum>> rows = data.rows(
                        types, 10_000 + random.nextInt(10_000), seed % 2 == 0 ? 3 : 50 + random.nextInt(2000), 10);
                PlanNode source = TestTask.source(9, types);
                PlanNode plan = new RandomWindow(random, run, source, WindowOperatorTest::exactSumType).node(1, 2);
                run.describe(plan::toString);
                var pages = data.pages(types, rows, 256);
                List<List<Datum>> expected;
                long peak;
                try (TestTask task = new TestTask(2)) {
                    TestTask.Outcome all = task.pages(9, pages).run(plan, 4096, 2);
                    expected = all.rows();
                    peak = all.report().peakBytes();
                } catch (EngineException e) {
                    assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.OUT_OF_RANGE);
                    continue;
                }
                for (long budget : new long[] {peak / 3, peak / 10}) {
                    try (TestTask task = new TestTask(2, Math.max(512 << 10, budget))) {
                        TestTask.Outcome outcome = task.pages(9, pages).run(plan, 64, 1 + random.nextInt(2));
                        TestTask.assertSameRows("seed " + seed, outcome.rows(), expected);
                        spilled += outcome.report().figures().stream()
                                                .mapToLong(NodeFigures::spilledBytes)
                                                .sum()
                                        > 0
                                ? 1
                                : 0;
                    }
                }
            }
        }
        assertThat(spilled).isGreaterThan(5);
    }

    @Test
    void whatLooksBackOnlyNeedsNoWholePartition() {
        int spilled = 0;
        for (long seed = 0; seed < 5; seed++) {
            try (Arena arena = Arena.ofShared()) {
                RandomData data = new RandomData(seed, arena);
                Random random = new Random(seed);
                List<Type> types = List.of(Type.INTEGER, Type.decimal(38, 4), Type.BIGINT);
                List<List<Datum>> rows = data.rows(types, 30_000, 20 + random.nextInt(100), 10);
                PlanNode source = TestTask.source(9, types);
                PlanNode plan = new RandomWindow(random, run, source, WindowOperatorTest::exactSumType)
                        .streaming()
                        .node(1, 2);
                run.describe(plan::toString);
                var pages = data.pages(types, rows, 1000);
                List<List<Datum>> expected;
                try (TestTask task = new TestTask(2)) {
                    expected = task.pages(9, pages).run(plan, 4096, 2).rows();
                } catch (EngineException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_RANGE);
                    continue;
                }
                try (TestTask task = new TestTask(2, 512 << 10)) {
                    TestTask.Outcome outcome = task.pages(9, pages).run(plan, 256, 1);
                    TestTask.assertSameRows("seed " + seed, outcome.rows(), expected);
                    spilled += outcome.report().figures().stream()
                                            .mapToLong(NodeFigures::spilledBytes)
                                            .sum()
                                    > 0
                            ? 1
                            : 0;
                }
            }
        }
        assertThat(spilled).isGreaterThan(2);
    }
}
