package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.plan.KeepNode;
import io.colonnade.core.plan.KeptRowsNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import io.colonnade.exec.task.QueryState;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What one task keeps others read, each generation and all of them, in memory and from files.
final class KeptRowsTest {
    private static final List<Type> TYPES =
            List.of(Type.VARCHAR, Type.INTEGER, Type.decimal(38, 4), Type.DOUBLE, Type.BOOLEAN, Type.VARCHAR);

    @Test
    void laterTasksReadWhatEarlierOnesKept() {
        long spilled = 0;
        for (long seed = 0; seed < 16; seed++) {
            Random random = new Random(seed);
            boolean small = seed % 2 == 0;
            int generations = 1 + random.nextInt(3);
            List<List<Datum>> all = new ArrayList<>();
            try (Arena arena = Arena.ofShared();
                    TestTask task = new TestTask(2, small ? 2 << 20 : 1 << 30);
                    QueryState query = new QueryState(task.root)) {
                RandomData data = new RandomData(seed, arena);
                List<List<List<Datum>>> kept = new ArrayList<>();
                for (int generation = 0; generation < generations; generation++) {
                    List<List<Datum>> rows = data.rows(TYPES, random.nextInt(small ? 30_000 : 3000), 500, 10);
                    KeepNode keep = new KeepNode(2, TestTask.source(5, TYPES), 7, generation);
                    task.pages(5, data.pages(TYPES, rows, 1 + random.nextInt(4096)));
                    spilled += task.runWithin(query, keep, 1 + random.nextInt(4096), 2).report().figures().stream()
                            .mapToLong(figures -> figures.spilledBytes())
                            .sum();
                    kept.add(rows);
                    all.addAll(rows);
                }
                for (int times = 0; times < 2; times++) {
                    int generation = random.nextInt(generations);
                    String what = "seed " + seed + ", generation " + generation;
                    TestTask.assertSameRows(what, read(task, query, generation, random), kept.get(generation));
                    TestTask.assertSameRows(what + " of all", read(task, query, KeptRowsNode.ALL, random), all);
                }
                assertThat(task.runWithin(query, new KeptRowsNode(3, 8, 0, TYPES), 100, 1)
                                .rows())
                        .isEmpty();
            }
        }
        assertThat(spilled).isPositive();
    }

    private static List<List<Datum>> read(TestTask task, QueryState query, int generation, Random random) {
        KeptRowsNode node = new KeptRowsNode(3, 7, generation, TYPES);
        return task.runWithin(query, node, 1 + random.nextInt(4096), 1 + random.nextInt(2))
                .rows();
    }
}
