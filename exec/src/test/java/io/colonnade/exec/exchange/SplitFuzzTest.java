package io.colonnade.exec.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.catalog.SlotPlacement;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.kernel.KeyHash;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.FuzzRun;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Which consumer rows go to, on columns of all types in all forms, against hashes of single values.
final class SplitFuzzTest {
    private final FuzzRun run = new FuzzRun(SplitFuzzTest.class, 2);

    @Test
    void rowsGoWhereTheirValuesSay() {
        run.run(this::check);
        run.requireAllForms();
        run.requireAll(List.of("Hash", "Slots"));
    }

    private void check(long seed) {
        Random random = FuzzRun.random(seed);
        try (Arena arena = Arena.ofConfined()) {
            RandomData data = new RandomData(random, arena);
            List<Type> types = data.types(3);
            Page page = data.next(types, Page.ROWS_MAX);
            run.page(page);
            run.outcome(false);
            run.describe(() -> FuzzRun.shape(page));
            split(page, types, random);
        }
    }

    private void split(Page page, List<Type> types, Random random) {
        List<Integer> keys = List.of(List.of(0), List.of(2, 1), List.of(0, 1, 2), List.<Integer>of())
                .get(random.nextInt(4));
        int consumers = 1 + random.nextInt(5);
        Output output = random.nextBoolean() && !keys.isEmpty() ? new Output.Hash(keys) : new Output.Slots(keys, 16);
        run.exercised(output.getClass().getSimpleName());
        PageSplit split = new PageSplit(output, consumers, 0);
        split.split(page);
        List<List<List<Datum>>> meant = new ArrayList<>();
        for (int consumer = 0; consumer < consumers; consumer++) {
            meant.add(new ArrayList<>());
        }
        for (List<Datum> row : RandomData.rows(page)) {
            meant.get(consumer(row, types, output, consumers)).add(row);
        }
        for (int consumer = 0; consumer < consumers; consumer++) {
            assertThat(split.rows(consumer)).isEqualTo(meant.get(consumer).size());
            if (split.rows(consumer) > 0) {
                assertThat(RandomData.rows(split.part(page, consumer))).isEqualTo(meant.get(consumer));
            }
        }
    }

    private static int consumer(List<Datum> row, List<Type> types, Output output, int consumers) {
        return switch (output) {
            case Output.Hash hash -> KeyHash.slot(hash(row, types, hash.keys()), consumers);
            case Output.Slots slots ->
                slots.keys().isEmpty()
                        ? 0
                        : SlotPlacement.node(KeyHash.slot(hash(row, types, slots.keys()), slots.slots()), consumers);
            default -> throw new AssertionError(output);
        };
    }

    private static long hash(List<Datum> row, List<Type> types, List<Integer> keys) {
        long hash = 0;
        for (int i = 0; i < keys.size(); i++) {
            int key = keys.get(i);
            long next = KeyHash.hash(types.get(key), row.get(key));
            hash = i == 0 ? next : KeyHash.combine(hash, next);
        }
        return hash;
    }
}
