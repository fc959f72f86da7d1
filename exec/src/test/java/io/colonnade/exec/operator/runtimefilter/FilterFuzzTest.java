package io.colonnade.exec.operator.runtimefilter;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.StringTable;
import io.colonnade.exec.random.FuzzRun;
import io.colonnade.exec.random.RandomData;
import io.colonnade.storage.segment.Zone;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Runtime filters of all kinds on columns in all forms: no row that has a partner is dropped, and of an exact filter
/// no other is kept.
final class FilterFuzzTest {
    private static final List<Type> TYPES = List.of(
            Type.SMALLINT,
            Type.INTEGER,
            Type.BIGINT,
            Type.DATE,
            Type.TIMESTAMP,
            Type.decimal(15, 2),
            Type.VARCHAR,
            new Type.CharType(8));

    private final FuzzRun run = new FuzzRun(FilterFuzzTest.class, 4);

    @Test
    void filtersKeepTheRowsThatHaveAPartner() {
        run.run(this::check);
        run.requireAllForms();
        run.requireAll(Arrays.stream(RuntimeFilter.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList());
    }

    private void check(long seed) {
        Random random = FuzzRun.random(seed);
        try (Arena arena = Arena.ofConfined();
                MemoryPool pool = MemoryPool.root("test", 64 << 20);
                StringTable strings = new StringTable(pool)) {
            RandomData data = new RandomData(random, arena);
            Type type = TYPES.get((int) Math.floorMod(seed, (long) TYPES.size()));
            Page page = data.next(List.of(type), Page.ROWS_MAX);
            Column column = page.column(0);
            List<Datum> values =
                    IntStream.range(0, page.length()).mapToObj(column::datum).toList();
            run.page(page);
            List<Datum> known = values.stream().filter(value -> !value.isNull()).toList();
            List<Datum> keys = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                boolean any = known.isEmpty() || (i > 0 && random.nextInt(3) == 0);
                keys.add(any ? data.values().value(type) : known.get(random.nextInt(known.size())));
            }
            Set<Datum> present = new HashSet<>(keys);
            RuntimeFilter filter = type.isString() ? strings(keys, strings, arena) : integers(keys, random, arena);
            run.exercised(filter.getClass().getSimpleName());
            run.describe(() -> filter.getClass().getSimpleName() + " of " + keys + " on " + FuzzRun.shape(page));
            if (!known.isEmpty()) {
                run.outcome(values.stream().noneMatch(present::contains));
            }
            check(filter, present::contains, column, values, page, random);
        }
    }

    private static RuntimeFilter strings(List<Datum> keys, StringTable strings, Arena arena) {
        Column.Plain column = ColumnBuilder.of(Type.VARCHAR, keys, arena);
        for (int row = 0; row < keys.size(); row++) {
            strings.intern(column.values(), column.heap(), row);
        }
        return new StringKeys(strings);
    }

    private static RuntimeFilter integers(List<Datum> keys, Random random, Arena arena) {
        long[] numbers =
                keys.stream().mapToLong(key -> ((Datum.Int) key).value()).toArray();
        long min = Arrays.stream(numbers).min().orElseThrow();
        long max = Arrays.stream(numbers).max().orElseThrow();
        if (max - min >= 0 && max - min < 1 << 16 && random.nextInt(4) > 0) {
            int[] bits = new int[BitmapKeys.words(min, max)];
            Arrays.stream(numbers).forEach(number -> BitmapKeys.set(bits, (int) (number - min)));
            return new BitmapKeys(min, max, bits, numbers.length);
        }
        MemorySegment words = arena.allocate(HashedKeys.bytes(numbers.length), 8);
        Arrays.stream(numbers).forEach(number -> HashedKeys.add(words, number));
        return new HashedKeys(min, max, words, numbers.length);
    }

    private static void check(
            RuntimeFilter filter, Predicate<Datum> meant, Column column, List<Datum> values, Page page, Random random) {
        List<Datum> present = values.stream().filter(value -> !value.isNull()).toList();
        Zone zone = Zone.of(
                values.size(),
                values.size() - present.size(),
                present.stream().min(DatumOrder::compare).orElse(Datum.NULL),
                present.stream().max(DatumOrder::compare).orElse(Datum.NULL));
        if (filter.excludes(zone)) {
            assertThat(present).as("a block that was skipped").noneMatch(meant);
        }
        FilterApplication application = new FilterApplication(filter);
        int from = random.nextInt(page.length());
        int to = from + 1 + random.nextInt(page.length() - from);
        int before = random.nextInt(3);
        int[] positions = new int[before + page.length() + FilterApplication.SLACK];
        int count = application.range(column, zone, from, to, positions, before);
        same(filter, meant, values, IntStream.range(from, to).toArray(), Arrays.copyOfRange(positions, before, count));

        Selection selection = page.selection() == null ? Selection.all(page.length()) : page.selection();
        int[] some = Arrays.copyOf(selection.positions(), selection.count());
        int[] kept = Arrays.copyOf(some, some.length + FilterApplication.SLACK);
        int left = application.positions(column, zone, kept, some.length);
        same(filter, meant, values, some, Arrays.copyOf(kept, left));
    }

    private static void same(RuntimeFilter filter, Predicate<Datum> meant, List<Datum> values, int[] rows, int[] kept) {
        int[] partners =
                Arrays.stream(rows).filter(row -> meant.test(values.get(row))).toArray();
        if (filter.isExact()) {
            assertThat(kept).isEqualTo(partners);
            return;
        }
        assertThat(kept).isSorted();
        assertThat(kept.length).isLessThanOrEqualTo(rows.length);
        for (int row : partners) {
            assertThat(Arrays.binarySearch(kept, row)).as("row " + row).isGreaterThanOrEqualTo(0);
        }
    }
}
