package io.colonnade.benchmarks.loops;

import io.colonnade.benchmarks.Answer;
import io.colonnade.core.page.Lanes;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/// Q1.1: two ranges on the fact, one year, one sum.
final class DiscountQuery extends HandQuery {
    DiscountQuery(Star star, Supplier<Conditions> conditions) {
        super(star, conditions);
    }

    @Override
    String name() {
        return "q1.1";
    }

    @Override
    Answer run(Morsels morsels) throws InterruptedException, ExecutionException {
        Fact fact = star.fact();
        int year = star.years().code("1993");
        int[] days = star.years().bits(year, year);
        long[] sums = morsels.sum(fact.rows, () -> new Batches(1) {
            private final Conditions test = conditions.get();

            @Override
            void addBatch(int from, int to) {
                int count = test.findRanges(fact.discounts, 1, 3, fact.quantities, 25, from, to, positions);
                count = test.keepShorts(fact.days, days, positions, count);
                sums[0] += revenue(fact, positions, count);
            }
        });
        return new Answer(List.of(List.of(sums[0])));
    }

    private static long revenue(Fact fact, int[] positions, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            sum += (long) fact.prices.get(Lanes.INT, row * 4L) * (fact.discounts.get(Lanes.BYTE, row) & 0xFF);
        }
        return sum;
    }
}
