package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.NodeFigures;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Joins under budgets from far too small to enough: the same rows as with plenty of memory, or OUT_OF_MEMORY.
final class SpillingJoinTest {
    private static final long SEEDS = Long.getLong("colonnade.fuzz.joins", 60);

    private int spilled;
    private int refused;
    private int runs;

    @Test
    void spilledJoinsHaveTheSameRows() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try (Arena arena = Arena.ofShared()) {
                RandomData data = new RandomData(seed, arena);
                RandomJoin join = RandomJoin.of(data, 6000, 9000, 60, 8000);
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
        for (int part : new int[] {2, 3, 5, 10, 40}) {
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
                assertThat(budget).as(what + e).isLessThan(Math.max(768 << 10, peak / 5));
                refused++;
            }
        }
    }

    private static long spilledBytes(TestTask.Outcome outcome) {
        return outcome.report().figures().stream()
                .mapToLong(NodeFigures::spilledBytes)
                .sum();
    }
}
