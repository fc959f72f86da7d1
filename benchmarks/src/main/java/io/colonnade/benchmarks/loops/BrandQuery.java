package io.colonnade.benchmarks.loops;

import io.colonnade.benchmarks.Answer;
import io.colonnade.core.page.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Q2.1: one category of parts, one region of suppliers; sums by year and brand.
final class BrandQuery extends HandQuery {
    BrandQuery(Star star, Supplier<Conditions> conditions) {
        super(star, conditions);
    }

    @Override
    String name() {
        return "q2.1";
    }

    @Override
    Answer run(Morsels morsels) throws InterruptedException, ExecutionException {
        Fact fact = star.fact();
        int category = star.categories().code("MFGR#12");
        int region = star.supplierRegions().code("AMERICA");
        int[] parts = star.categories().bits(category, category);
        int[] suppliers = star.supplierRegions().bits(region, region);
        int brands = star.brands().values().size();
        int years = star.years().values().size();
        short[] brandOf = star.brands().codes();
        short[] yearOf = star.years().codes();
        long[] sums = morsels.sum(fact.rows, () -> new Batches(years * brands) {
            private final Conditions test = conditions.get();

            @Override
            void addBatch(int from, int to) {
                int count = test.findInts(fact.parts, parts, from, to, positions);
                count = test.keepShorts(fact.suppliers, suppliers, positions, count);
                group(fact, brandOf, yearOf, brands, positions, count, sums);
            }
        });
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int slot = 0; slot < sums.length; slot++) {
            if (sums[slot] != 0) {
                String year = star.years().values().get(slot / brands);
                rows.add(List.of(
                        sums[slot],
                        Integer.valueOf(year),
                        star.brands().values().get(slot % brands)));
            }
        }
        return new Answer(rows);
    }

    private static void group(
            Fact fact, short[] brandOf, short[] yearOf, int brands, int[] positions, int count, long[] sums) {
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            int brand = brandOf[fact.parts.get(Lanes.INT, row * 4L)];
            int year = yearOf[fact.days.get(Lanes.SHORT, row * 2L) & 0xFFFF];
            sums[year * brands + brand] += fact.revenues.get(Lanes.INT, row * 4L);
        }
    }
}
