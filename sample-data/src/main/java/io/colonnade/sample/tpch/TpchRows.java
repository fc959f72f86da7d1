package io.colonnade.sample.tpch;

import io.colonnade.sample.table.RowSink;
import io.trino.tpch.Customer;
import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import io.trino.tpch.Nation;
import io.trino.tpch.NationGenerator;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.Part;
import io.trino.tpch.PartGenerator;
import io.trino.tpch.PartSupplier;
import io.trino.tpch.PartSupplierGenerator;
import io.trino.tpch.Region;
import io.trino.tpch.RegionGenerator;
import io.trino.tpch.Supplier;
import io.trino.tpch.SupplierGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Hands the rows of the generator's entities to a sink, column by column.
record TpchRows(double scale) {
    private static final int MONEY_SCALE = 2;

    /// Delivers part number `part` of `count`, counted from 1.
    @FunctionalInterface
    interface PartOfTable {
        void generate(int part, int count, RowSink sink) throws IOException;
    }

    void regions(int part, int count, RowSink sink) throws IOException {
        for (Region row : new RegionGenerator()) {
            sink.whole(row.regionKey());
            text(sink, row.name());
            text(sink, row.comment());
            sink.endRow();
        }
    }

    void nations(int part, int count, RowSink sink) throws IOException {
        for (Nation row : new NationGenerator()) {
            sink.whole(row.nationKey());
            text(sink, row.name());
            sink.whole(row.regionKey());
            text(sink, row.comment());
            sink.endRow();
        }
    }

    void suppliers(int part, int count, RowSink sink) throws IOException {
        for (Supplier row : new SupplierGenerator(scale, part, count)) {
            sink.whole(row.supplierKey());
            text(sink, row.name());
            text(sink, row.address());
            sink.whole(row.nationKey());
            text(sink, row.phone());
            sink.decimal(row.accountBalanceInCents(), MONEY_SCALE);
            text(sink, row.comment());
            sink.endRow();
        }
    }

    void customers(int part, int count, RowSink sink) throws IOException {
        for (Customer row : new CustomerGenerator(scale, part, count)) {
            sink.whole(row.customerKey());
            text(sink, row.name());
            text(sink, row.address());
            sink.whole(row.nationKey());
            text(sink, row.phone());
            sink.decimal(row.accountBalanceInCents(), MONEY_SCALE);
            text(sink, row.marketSegment());
            text(sink, row.comment());
            sink.endRow();
        }
    }

    void parts(int part, int count, RowSink sink) throws IOException {
        for (Part row : new PartGenerator(scale, part, count)) {
            sink.whole(row.partKey());
            text(sink, row.name());
            text(sink, row.manufacturer());
            text(sink, row.brand());
            text(sink, row.type());
            sink.whole(row.size());
            text(sink, row.container());
            sink.decimal(row.retailPriceInCents(), MONEY_SCALE);
            text(sink, row.comment());
            sink.endRow();
        }
    }

    void partSuppliers(int part, int count, RowSink sink) throws IOException {
        for (PartSupplier row : new PartSupplierGenerator(scale, part, count)) {
            sink.whole(row.partKey());
            sink.whole(row.supplierKey());
            sink.whole(row.availableQuantity());
            sink.decimal(row.supplyCostInCents(), MONEY_SCALE);
            text(sink, row.comment());
            sink.endRow();
        }
    }

    void orders(int part, int count, RowSink sink) throws IOException {
        for (Order row : new OrderGenerator(scale, part, count)) {
            sink.whole(row.orderKey());
            sink.whole(row.customerKey());
            text(sink, String.valueOf(row.orderStatus()));
            sink.decimal(row.totalPriceInCents(), MONEY_SCALE);
            sink.date(row.orderDate());
            text(sink, row.orderPriority());
            text(sink, row.clerk());
            sink.whole(row.shipPriority());
            text(sink, row.comment());
            sink.endRow();
        }
    }

    void lineItems(int part, int count, RowSink sink) throws IOException {
        for (LineItem row : new LineItemGenerator(scale, part, count)) {
            sink.whole(row.orderKey());
            sink.whole(row.partKey());
            sink.whole(row.supplierKey());
            sink.whole(row.lineNumber());
            sink.decimal(row.quantity() * 100, MONEY_SCALE);
            sink.decimal(row.extendedPriceInCents(), MONEY_SCALE);
            sink.decimal(row.discountPercent(), MONEY_SCALE);
            sink.decimal(row.taxPercent(), MONEY_SCALE);
            text(sink, row.returnFlag());
            text(sink, row.status());
            sink.date(row.shipDate());
            sink.date(row.commitDate());
            sink.date(row.receiptDate());
            text(sink, row.shipInstructions());
            text(sink, row.shipMode());
            text(sink, row.comment());
            sink.endRow();
        }
    }

    private static void text(RowSink sink, String text) {
        sink.text(text.getBytes(StandardCharsets.UTF_8));
    }
}
