package io.colonnade.exec.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.FuzzRun;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Rows of several columns put together, and their order, on columns of all types, against single values.
final class MergeFuzzTest {
    private final FuzzRun run = new FuzzRun(MergeFuzzTest.class, 2);

    @Test
    void rowsComeFromWhereTheyWereAndInTheirOrder() {
        run.run(this::check);
        run.requireAllForms();
    }

    private void check(long seed) {
        Random random = FuzzRun.random(seed);
        try (Arena arena = Arena.ofConfined()) {
            run.outcome(false);
            picked(new RandomData(random, arena), random, arena);
        }
    }

    private void picked(RandomData data, Random random, Arena arena) {
        Type type = data.type();
        run.describe(() -> "columns of " + type.sql());
        Column.Plain[] sources = new Column.Plain[1 + random.nextInt(4)];
        for (int i = 0; i < sources.length; i++) {
            Column column = data.columns().column(type, 1 + random.nextInt(200));
            run.page(new Page(column.length(), column));
            sources[i] = Flatten.plain(column, null, arena);
        }
        int count = 1 + random.nextInt(500);
        int[] of = random.ints(count, 0, sources.length).toArray();
        int[] rows = IntStream.range(0, count)
                .map(i -> random.nextInt(sources[of[i]].length()))
                .toArray();
        Column.Plain picked = PickedRows.column(type, sources, of, rows, count, arena);
        assertThat(picked.length()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(picked.datum(i)).isEqualTo(sources[of[i]].datum(rows[i]));
        }
        for (boolean ascending : new boolean[] {true, false}) {
            for (boolean nullsFirst : new boolean[] {true, false}) {
                SortKey key = new SortKey(0, ascending, nullsFirst);
                for (int i = 1; i < count; i++) {
                    int order = RowOrder.compare(sources[of[i - 1]], rows[i - 1], sources[of[i]], rows[i], key);
                    int meant = RandomData.order(ascending, nullsFirst).compare(picked.datum(i - 1), picked.datum(i));
                    assertThat(Integer.signum(order)).isEqualTo(Integer.signum(meant));
                }
            }
        }
    }
}
