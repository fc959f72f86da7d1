package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.NodeFigures;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Sorts under budgets from far too small to enough: the same order as with plenty of memory, or OUT_OF_MEMORY.
final class SpillingSortTest {
    private static final List<Type> TYPES =
            List.of(Type.VARCHAR, Type.INTEGER, Type.decimal(38, 4), Type.DOUBLE, Type.BOOLEAN, Type.DATE, Type.BIGINT);

    @Test
    void spilledRunsGiveTheSameOrder() {
        int spilled = 0;
        int refused = 0;
        for (long seed = 0; seed < 24; seed++) {
            Random random = new Random(seed);
            int rowCount = 1 + random.nextInt(40_000);
            List<SortKey> keys = new ArrayList<>();
            for (int column = 0; column < TYPES.size(); column++) {
                keys.add(new SortKey(column, random.nextBoolean(), random.nextBoolean()));
            }
            java.util.Collections.shuffle(keys, random);
            PlanNode source = TestTask.source(5, TYPES);
            PlanNode plan = random.nextInt(3) == 0
                    ? new TopNNode(1, source, keys, random.nextInt(100), random.nextInt(30_000))
                    : new SortNode(1, source, keys);
            try (Arena arena = Arena.ofShared()) {
                RandomData data = new RandomData(seed, arena);
                List<List<Datum>> rows = data.rows(TYPES, rowCount, 1 + random.nextInt(5000), 10);
                var pages = data.pages(TYPES, rows, 1 + random.nextInt(4096));
                List<List<Datum>> expected;
                long peak;
                try (TestTask task = new TestTask(2)) {
                    TestTask.Outcome all = task.pages(5, pages).run(plan, 4096, 2);
                    expected = all.rows();
                    peak = all.report().peakBytes();
                }
                for (long budget : new long[] {peak / 2, peak / 5, peak / 10, peak / 40}) {
                    try (TestTask task = new TestTask(2, Math.max(64 << 10, budget))) {
                        TestTask.Outcome outcome =
                                task.pages(5, pages).run(plan, 1 << random.nextInt(13), 1 + random.nextInt(2));
                        assertThat(outcome.rows()).as("seed " + seed).isEqualTo(expected);
                        spilled += outcome.report().figures().stream()
                                                .mapToLong(NodeFigures::spilledBytes)
                                                .sum()
                                        > 0
                                ? 1
                                : 0;
                    } catch (EngineException e) {
                        assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
                        assertThat(budget)
                                .as("seed " + seed + ", peak " + peak + ": " + e.getMessage())
                                .isLessThan(Math.max(512 << 10, peak / 10));
                        refused++;
                    }
                }
            }
        }
        System.out.println("spilling sorts: " + spilled + " spilled, " + refused + " refused");
        assertThat(spilled).isGreaterThan(20);
    }
}
