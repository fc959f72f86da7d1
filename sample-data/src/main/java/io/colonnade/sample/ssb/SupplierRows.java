package io.colonnade.sample.ssb;

import io.colonnade.sample.table.RowRandom;
import io.colonnade.sample.table.RowSink;
import io.colonnade.sample.table.SampleTable;
import java.io.IOException;

/// Rows of `supplier`.
record SupplierRows(long seed) implements SampleTable.Rows {

    @Override
    public void generate(long from, long to, RowSink sink) throws IOException {
        RowRandom random = new RowRandom(seed, "ssb.supplier");
        PartnerText partner = new PartnerText("Supplier");
        for (long row = from; row < to; row++) {
            random.startRow(row);
            sink.whole(row + 1);
            partner.write(row + 1, random, sink);
            sink.endRow();
        }
    }
}
