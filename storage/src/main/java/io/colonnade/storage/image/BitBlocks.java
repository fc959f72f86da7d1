package io.colonnade.storage.image;

import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import java.lang.foreign.MemorySegment;

/// BIT values, 0 or 1: Constant or Plain.
record BitBlocks(ColumnRows rows) implements BlockEncoder {
    @Override
    public BlockEntry plan(int from, int count) {
        int[] values = rows.ints();
        int nulls = rows.nullCount(from, count);
        if (nulls == count) {
            return BlockEncoder.constant(count, nulls, Datum.NULL);
        }
        int ones = 0;
        for (int i = from; i < from + count; i++) {
            if (nulls > 0 && !rows.isPresent(i)) {
                values[i] = 0;
            }
            ones += values[i];
        }
        Datum min = Datum.of(ones == count - nulls);
        Datum max = Datum.of(ones > 0);
        if (nulls == 0 && min.equals(max)) {
            return BlockEncoder.constant(count, 0, min);
        }
        return BlockEncoder.planned(rows, count, new BlockForm.PlainForm(nulls > 0, 0), nulls, min, max);
    }

    @Override
    public void write(int from, BlockEntry plan, MemorySegment target) {
        if (!(plan.form() instanceof BlockForm.PlainForm plain)) {
            return;
        }
        if (plain.validity()) {
            BlockEncoder.writeValidity(rows, from, plan.rows(), target);
        }
        int[] values = rows.ints();
        long at = plain.parts(rows.layout(), plan.rows()).values();
        for (int first = 0; first < plan.rows(); first += 64) {
            long word = 0;
            int last = Math.min(plan.rows(), first + 64);
            for (int i = first; i < last; i++) {
                word |= (long) values[from + i] << i;
            }
            target.set(Lanes.LONG, at + first / 8, word);
        }
    }
}
