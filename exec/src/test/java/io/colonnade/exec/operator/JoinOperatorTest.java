package io.colonnade.exec.operator;

import io.colonnade.core.type.Datum;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Joins of random pages against nested loops.
final class JoinOperatorTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void joinsAsNestedLoopsDo(long seed) {
        System.out.println("seed " + seed);
        for (int round = 0; round < 12; round++) {
            try (Arena arena = Arena.ofShared();
                    TestTask task = new TestTask(2)) {
                RandomData data = new RandomData(seed * 1000 + round, arena);
                RandomJoin join = RandomJoin.of(data, 700, 600, 30, 300);
                task.pages(2, data.pages(join.probeTypes(), join.probeRows(), 1 + data.random.nextInt(600)));
                task.pages(3, data.pages(join.buildTypes(), join.buildRows(), 1 + data.random.nextInt(300)));
                int pageRows = List.of(1, 7, 64, 1000, 4096).get(data.random.nextInt(5));
                List<List<Datum>> actual = task.run(join.node(), pageRows, 1 + data.random.nextInt(2))
                        .rows();
                TestTask.assertSameRows(
                        "seed " + seed + " round " + round + ": " + join.node(), actual, join.nestedLoops());
            }
        }
    }
}
