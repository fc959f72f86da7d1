package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.DeleteNode;
import io.colonnade.core.plan.IdentityNode;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.KeepNode;
import io.colonnade.core.plan.KeptRowsNode;
import io.colonnade.core.plan.LimitNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.SystemScanNode;
import io.colonnade.core.plan.TableWriteNode;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.naive.NaivePlan;
import io.colonnade.exec.random.FuzzRun;
import io.colonnade.exec.random.RandomData;
import io.colonnade.storage.segment.PositionSet;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plans of every kind of node, on pages of columns in all forms, give the rows that the naive engine gives.
final class OperatorFuzzTest {
    private static final RandomPlan.Kind[] KINDS = RandomPlan.Kind.values();

    /// Rows that are kept take several tasks ({@link KeptRowsTest}); system tables have become values before.
    private static final Set<Class<?>> ELSEWHERE = Set.of(KeepNode.class, KeptRowsNode.class, SystemScanNode.class);

    private final FuzzRun run = new FuzzRun(OperatorFuzzTest.class, 30);

    @TempDir
    Path folder;

    @Test
    void plansGiveTheRowsOfTheNaiveEngine() {
        run.run(this::check);
        run.requireAllForms();
        run.requireAll(Arrays.stream(PlanNode.class.getPermittedSubclasses())
                .filter(kind -> !ELSEWHERE.contains(kind))
                .map(Class::getSimpleName)
                .toList());
        run.requireAll(Stream.of(KINDS).map(RandomPlan.Kind::name).toList());
        run.requireAll(Stream.of(AggregateNode.Step.values()).map(Enum::name).toList());
    }

    private void check(long seed) {
        RandomPlan.Kind kind = KINDS[(int) Math.floorMod(seed, (long) KINDS.length)];
        run.exercised(kind.name());
        Random random = FuzzRun.random(seed);
        // One in a while may fail or have no rows; of the others, those that would are made anew.
        boolean failureWanted = random.nextInt(4) == 0;
        boolean nothingWanted = random.nextInt(3) == 0;
        for (int attempt = 0; attempt < 5; attempt++) {
            try (Arena arena = Arena.ofShared();
                    TestTask task = new TestTask(2)) {
                RandomData data = new RandomData(random.nextLong(), arena);
                NaivePlan naive = new NaivePlan();
                PlanNode plan = new RandomPlan(data, task, naive, run, folder).root(kind);
                run.describe(() -> plan.toString());
                List<List<Datum>> expected;
                try {
                    expected = naive.rows(plan);
                } catch (EngineException e) {
                    if (failureWanted || attempt == 4) {
                        count(plan);
                        fails(plan, task, data);
                        return;
                    }
                    continue;
                }
                if (expected.isEmpty() && !nothingWanted && attempt < 4) {
                    continue;
                }
                count(plan);
                equals(plan, task, data, naive, expected);
                return;
            }
        }
    }

    private void count(PlanNode node) {
        run.exercised(node.getClass().getSimpleName());
        if (node instanceof AggregateNode aggregate) {
            run.exercised(aggregate.step().name());
        }
        node.inputs().forEach(this::count);
    }

    private static TestTask.Outcome run(PlanNode plan, TestTask task, RandomData data) {
        int pageRows = List.of(1, 7, 64, 1000, 4096, 4096, 4096).get(data.random.nextInt(7));
        return task.run(plan, pageRows, 1 + data.random.nextInt(2));
    }

    /// Some row fails, but what an operator never asks for may not come to pass.
    private void fails(PlanNode plan, TestTask task, RandomData data) {
        run.failure();
        try {
            run(plan, task, data);
            assertThat(mayLeaveRowsOut(plan)).as("a failing row was left out").isTrue();
        } catch (EngineException e) {
            assertThat(e.code().fault()).as(e.getMessage()).isEqualTo(ErrorCode.Fault.USER);
        }
    }

    private static boolean mayLeaveRowsOut(PlanNode node) {
        boolean here = node instanceof LimitNode
                || node instanceof TopNNode
                || node instanceof JoinNode
                || (node instanceof ScanNode scan && !scan.conjuncts().isEmpty());
        return here || node.inputs().stream().anyMatch(OperatorFuzzTest::mayLeaveRowsOut);
    }

    private void equals(PlanNode plan, TestTask task, RandomData data, NaivePlan naive, List<List<Datum>> expected) {
        TestTask.Outcome outcome;
        try {
            outcome = run(plan, task, data);
        } catch (EngineException e) {
            if (naive.sumMayFail() && e.code() == ErrorCode.OUT_OF_RANGE) {
                run.failure();
                return;
            }
            throw e;
        }
        run.outcome(expected.isEmpty());
        if (plan instanceof DeleteNode delete) {
            TestTask.assertSameRows("deleted", deleted(outcome), rowIds(delete, naive));
        }
        List<List<Datum>> actual = switch (plan) {
            case TableWriteNode write -> task.written();
            case IdentityNode identity -> withoutNumbers(identity, outcome.rows());
            default -> outcome.rows();
        };
        switch (plan) {
            case SortNode sort -> {
                TestTask.assertSameRows("sorted", actual, expected);
                inOrder(actual, expected, sort.keys());
            }
            case TopNNode top -> {
                inOrder(actual, expected, top.keys());
                TestTask.assertAmong(actual, naive.rows(top.input()));
            }
            case LimitNode limit -> {
                assertThat(actual).hasSameSizeAs(expected);
                TestTask.assertAmong(actual, naive.rows(limit.input()));
            }
            default -> TestTask.assertSameRows("rows", actual, expected);
        }
    }

    /// The rows with NULL for numbers, each of which is there once and follows another one.
    private static List<List<Datum>> withoutNumbers(IdentityNode node, List<List<Datum>> rows) {
        ColumnDefault.Identity numbers = (ColumnDefault.Identity) node.column().byDefault();
        Set<Long> indexes = new TreeSet<>();
        List<List<Datum>> without = new ArrayList<>();
        for (List<Datum> row : rows) {
            List<Datum> changed = new ArrayList<>(row);
            if (row.get(node.position()) instanceof Datum.Int number
                    && Math.abs(number.value() - numbers.start()) < 1_000_000) {
                long distance = number.value() - numbers.start();
                assertThat(distance % numbers.increment()).isZero();
                assertThat(indexes.add(distance / numbers.increment()))
                        .as("a new number")
                        .isTrue();
                changed.set(node.position(), Datum.NULL);
            }
            without.add(changed);
        }
        assertThat(indexes)
                .containsExactlyElementsOf(
                        LongStream.range(0, indexes.size()).boxed().toList());
        return without;
    }

    private static List<List<Datum>> deleted(TestTask.Outcome outcome) {
        List<List<Datum>> ids = new ArrayList<>();
        outcome.report()
                .deleted()
                .forEach(part -> PositionSet.of(part.rows())
                        .forEach(row -> ids.add(List.of(Datum.of(part.segmentId()), Datum.of((long) row)))));
        return ids;
    }

    private static List<List<Datum>> rowIds(DeleteNode node, NaivePlan naive) {
        return naive.rows(node.input()).stream()
                .map(row -> List.of(row.get(node.segment()), row.get(node.row())))
                .toList();
    }

    private static void inOrder(List<List<Datum>> actual, List<List<Datum>> expected, List<SortKey> keys) {
        assertThat(actual).hasSameSizeAs(expected);
        Comparator<List<Datum>> order = NaivePlan.order(keys);
        for (int row = 0; row < actual.size(); row++) {
            if (order.compare(actual.get(row), expected.get(row)) != 0) {
                throw new AssertionError("row " + row + " is " + actual.get(row) + " instead of " + expected.get(row));
            }
        }
    }
}
