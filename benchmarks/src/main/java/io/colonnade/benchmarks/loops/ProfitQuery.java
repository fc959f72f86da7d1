package io.colonnade.benchmarks.loops;

import io.colonnade.benchmarks.Answer;
import io.colonnade.core.page.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Q4.1: one region of customers and of suppliers, two of five manufacturers; sums by year and nation.
final class ProfitQuery extends HandQuery {
    ProfitQuery(Star star, Supplier<Conditions> conditions) {
        super(star, conditions);
    }

    @Override
    String name() {
        return "q4.1";
    }

    @Override
    Answer run(Morsels morsels) throws InterruptedException, ExecutionException {
        Fact fact = star.fact();
        int ofCustomers = star.customerRegions().code("AMERICA");
        int ofSuppliers = star.supplierRegions().code("AMERICA");
        int[] customers = star.customerRegions().bits(ofCustomers, ofCustomers);
        int[] suppliers = star.supplierRegions().bits(ofSuppliers, ofSuppliers);
        int[] parts = star.manufacturers()
                .bits(star.manufacturers().code("MFGR#1"), star.manufacturers().code("MFGR#2"));
        int years = star.years().values().size();
        int nations = star.customerNations().values().size();
        short[] nationOf = star.customerNations().codes();
        short[] yearOf = star.years().codes();
        long[] sums = morsels.sum(fact.rows, () -> new Batches(years * nations) {
            private final Conditions test = conditions.get();

            @Override
            void addBatch(int from, int to) {
                int count = test.findShorts(fact.suppliers, suppliers, from, to, positions);
                count = test.keepInts(fact.customers, customers, positions, count);
                count = test.keepInts(fact.parts, parts, positions, count);
                group(fact, nationOf, yearOf, nations, positions, count, sums);
            }
        });
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int slot = 0; slot < sums.length; slot++) {
            if (sums[slot] != 0) {
                String year = star.years().values().get(slot / nations);
                rows.add(List.of(
                        Integer.valueOf(year), star.customerNations().values().get(slot % nations), sums[slot]));
            }
        }
        return new Answer(rows);
    }

    private static void group(
            Fact fact, short[] nationOf, short[] yearOf, int nations, int[] positions, int count, long[] sums) {
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            int nation = nationOf[fact.customers.get(Lanes.INT, row * 4L)];
            int year = yearOf[fact.days.get(Lanes.SHORT, row * 2L) & 0xFFFF];
            sums[year * nations + nation] +=
                    fact.revenues.get(Lanes.INT, row * 4L) - fact.costs.get(Lanes.INT, row * 4L);
        }
    }
}
