package io.colonnade.storage.image;

import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import java.lang.foreign.MemorySegment;

/// INT128 values: Constant or Plain.
record WideBlocks(ColumnRows rows) implements BlockEncoder {
    @Override
    public BlockEntry plan(int from, int count) {
        long[] values = rows.longs();
        int nulls = rows.nullCount(from, count);
        if (nulls == count) {
            return BlockEncoder.constant(count, nulls, Datum.NULL);
        }
        int min = -1;
        int max = -1;
        for (int i = from; i < from + count; i++) {
            if (nulls == 0 || rows.isPresent(i)) {
                min = min < 0 || compare(values, i, min) < 0 ? i : min;
                max = max < 0 || compare(values, i, max) > 0 ? i : max;
            } else {
                values[2 * i] = 0;
                values[2 * i + 1] = 0;
            }
        }
        Datum least = datum(values, min);
        if (nulls == 0 && compare(values, min, max) == 0) {
            return BlockEncoder.constant(count, 0, least);
        }
        BlockForm form = new BlockForm.PlainForm(nulls > 0, 0);
        return BlockEncoder.planned(rows, count, form, nulls, least, datum(values, max));
    }

    private static int compare(long[] values, int a, int b) {
        int high = Long.compare(values[2 * a + 1], values[2 * b + 1]);
        return high != 0 ? high : Long.compareUnsigned(values[2 * a], values[2 * b]);
    }

    private static Datum datum(long[] values, int row) {
        return new Datum.Wide(Lanes.join128(values[2 * row + 1], values[2 * row]));
    }

    @Override
    public void write(int from, BlockEntry plan, MemorySegment target) {
        if (plan.form() instanceof BlockForm.PlainForm plain) {
            if (plain.validity()) {
                BlockEncoder.writeValidity(rows, from, plan.rows(), target);
            }
            BlockForm.Parts parts = plain.parts(rows.layout(), plan.rows());
            MemorySegment.copy(rows.longs(), 2 * from, target, Lanes.LONG, parts.values(), 2 * plan.rows());
        }
    }
}
