package io.colonnade.storage.image;

import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import java.lang.foreign.MemorySegment;

/// INT32 values: Constant, Runs, Narrow of 8 or 16 bits, or Plain.
record IntBlocks(ColumnRows rows) implements BlockEncoder {
    @Override
    public BlockEntry plan(int from, int count) {
        int[] values = rows.ints();
        int nulls = rows.nullCount(from, count);
        if (nulls == count) {
            return BlockEncoder.constant(count, nulls, Datum.NULL);
        }
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        if (nulls == 0) {
            for (int i = from; i < from + count; i++) {
                min = Math.min(min, values[i]);
                max = Math.max(max, values[i]);
            }
        } else {
            for (int i = from; i < from + count; i++) {
                if (rows.isPresent(i)) {
                    min = Math.min(min, values[i]);
                    max = Math.max(max, values[i]);
                }
            }
            for (int i = from; i < from + count; i++) {
                values[i] = rows.isPresent(i) ? values[i] : min;
            }
        }
        Datum least = Datum.of((long) min);
        if (min == max && nulls == 0) {
            return BlockEncoder.constant(count, 0, least);
        }
        int width = Narrowing.width((long) max - min);
        BlockForm form =
                width < 4 ? new BlockForm.NarrowForm(min, width, nulls > 0) : new BlockForm.PlainForm(nulls > 0, 0);
        if (nulls == 0) {
            int runs = runs(values, from, count);
            if ((long) runs * RUN_ROWS_MIN <= count) {
                form = new BlockForm.RunsForm(runs, form);
            }
        }
        return BlockEncoder.planned(rows, count, form, nulls, least, Datum.of((long) max));
    }

    static int runs(int[] values, int from, int count) {
        int runs = 1;
        for (int i = from + 1; i < from + count; i++) {
            runs += values[i] == values[i - 1] ? 0 : 1;
        }
        return runs;
    }

    /// Writes the end of each run and returns the value of each.
    static int[] writeEnds(int[] values, int from, int count, int runs, MemorySegment target) {
        int[] starts = new int[runs];
        int run = 0;
        for (int i = 0; i < count; i++) {
            if (i + 1 == count || values[from + i] != values[from + i + 1]) {
                target.set(Lanes.INT, run * 4L, i + 1);
                starts[run++] = values[from + i];
            }
        }
        return starts;
    }

    @Override
    public void write(int from, BlockEntry plan, MemorySegment target) {
        switch (plan.form()) {
            case BlockForm.ConstantForm constant -> {}
            case BlockForm.RunsForm runs -> {
                int[] values = writeEnds(rows.ints(), from, plan.rows(), runs.runCount(), target);
                MemorySegment rest = target.asSlice(BlockForm.aligned(runs.runCount() * 4L));
                writeValues(values, 0, values.length, runs.values(), rest);
            }
            case BlockForm.NarrowForm narrow -> writeWithValidity(from, plan, narrow.validity(), target);
            case BlockForm.PlainForm plain -> writeWithValidity(from, plan, plain.validity(), target);
            case BlockForm.CodesForm codes -> throw new IllegalStateException("codes without a dictionary");
        }
    }

    private void writeWithValidity(int from, BlockEntry plan, boolean validity, MemorySegment target) {
        if (validity) {
            BlockEncoder.writeValidity(rows, from, plan.rows(), target);
        }
        BlockForm.Parts parts = plan.form().parts(rows.layout(), plan.rows());
        writeValues(rows.ints(), from, plan.rows(), plan.form(), target.asSlice(parts.values()));
    }

    private static void writeValues(int[] values, int from, int count, BlockForm form, MemorySegment target) {
        if (form instanceof BlockForm.NarrowForm narrow) {
            Narrowing.write(values, from, count, (int) narrow.base(), narrow.width(), target);
        } else {
            MemorySegment.copy(values, from, target, Lanes.INT, 0, count);
        }
    }
}
