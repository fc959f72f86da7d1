package io.colonnade.benchmarks.loops;

import io.colonnade.benchmarks.Answer;
import io.colonnade.core.page.Lanes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Q3.1: one region of customers and of suppliers, six of seven years; sums by both nations and the year.
///
/// The seventh year is summed too and left out of the answer, which costs less than a test of every row.
final class TradeQuery extends HandQuery {
    private record Trade(String customers, String suppliers, int year, long revenue) {}

    TradeQuery(Star star, Supplier<Conditions> conditions) {
        super(star, conditions);
    }

    @Override
    String name() {
        return "q3.1";
    }

    @Override
    Answer run(Morsels morsels) throws InterruptedException, ExecutionException {
        Fact fact = star.fact();
        int ofCustomers = star.customerRegions().code("ASIA");
        int ofSuppliers = star.supplierRegions().code("ASIA");
        int[] customers = star.customerRegions().bits(ofCustomers, ofCustomers);
        int[] suppliers = star.supplierRegions().bits(ofSuppliers, ofSuppliers);
        int years = star.years().values().size();
        int nations = star.supplierNations().values().size();
        short[] customerNation = star.customerNations().codes();
        short[] supplierNation = star.supplierNations().codes();
        short[] yearOf = star.years().codes();
        long[] sums = morsels.sum(
                fact.rows, () -> new Batches(star.customerNations().values().size() * nations * years) {
                    private final Conditions test = conditions.get();

                    @Override
                    void addBatch(int from, int to) {
                        int count = test.findShorts(fact.suppliers, suppliers, from, to, positions);
                        count = test.keepInts(fact.customers, customers, positions, count);
                        group(fact, customerNation, supplierNation, yearOf, nations, years, positions, count, sums);
                    }
                });
        List<Trade> trades = new ArrayList<>();
        for (int slot = 0; slot < sums.length; slot++) {
            int year = Integer.parseInt(star.years().values().get(slot % years));
            if (sums[slot] != 0 && year >= 1992 && year <= 1997) {
                String customer = star.customerNations().values().get(slot / years / nations);
                String supplier = star.supplierNations().values().get(slot / years % nations);
                trades.add(new Trade(customer, supplier, year, sums[slot]));
            }
        }
        trades.sort(Comparator.comparingInt(Trade::year)
                .thenComparing(Comparator.comparingLong(Trade::revenue).reversed()));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Trade trade : trades) {
            rows.add(List.of(trade.customers, trade.suppliers, trade.year, trade.revenue));
        }
        return new Answer(rows);
    }

    private static void group(
            Fact fact,
            short[] customerNation,
            short[] supplierNation,
            short[] yearOf,
            int nations,
            int years,
            int[] positions,
            int count,
            long[] sums) {
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            int customer = customerNation[fact.customers.get(Lanes.INT, row * 4L)];
            int supplier = supplierNation[fact.suppliers.get(Lanes.SHORT, row * 2L) & 0xFFFF];
            int year = yearOf[fact.days.get(Lanes.SHORT, row * 2L) & 0xFFFF];
            sums[(customer * nations + supplier) * years + year] += fact.revenues.get(Lanes.INT, row * 4L);
        }
    }
}
