package io.colonnade.storage.image;

import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import java.lang.foreign.MemorySegment;

/// INT64 values: Constant, Runs, Narrow of 8, 16 or 32 bits, or Plain; FLOAT64 values: Constant, Runs or Plain.
record LongBlocks(ColumnRows rows) implements BlockEncoder {
    @Override
    public BlockEntry plan(int from, int count) {
        int nulls = rows.nullCount(from, count);
        if (nulls == count) {
            return BlockEncoder.constant(count, nulls, Datum.NULL);
        }
        return rows.layout() == Layout.FLOAT64 ? planReals(from, count, nulls) : planIntegers(from, count, nulls);
    }

    private BlockEntry planIntegers(int from, int count, int nulls) {
        long[] values = rows.longs();
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = from; i < from + count; i++) {
            if (nulls == 0 || rows.isPresent(i)) {
                min = Math.min(min, values[i]);
                max = Math.max(max, values[i]);
            }
        }
        if (nulls > 0) {
            fill(from, count, min);
        }
        if (min == max && nulls == 0) {
            return BlockEncoder.constant(count, 0, Datum.of(min));
        }
        int width = Narrowing.width(max - min);
        BlockForm form =
                width < 8 ? new BlockForm.NarrowForm(min, width, nulls > 0) : new BlockForm.PlainForm(nulls > 0, 0);
        return BlockEncoder.planned(rows, count, runsOr(form, from, count, nulls), nulls, Datum.of(min), Datum.of(max));
    }

    private BlockEntry planReals(int from, int count, int nulls) {
        long[] values = rows.longs();
        double min = Double.NaN;
        double max = Double.NEGATIVE_INFINITY;
        boolean first = true;
        boolean constant = nulls == 0;
        for (int i = from; i < from + count; i++) {
            if (nulls == 0 || rows.isPresent(i)) {
                // Adding zero makes minus zero zero, so that a zone holds both.
                double value = Double.longBitsToDouble(values[i]) + 0.0;
                if (first || Double.compare(value, min) < 0) {
                    min = value;
                }
                if (first || Double.compare(value, max) > 0) {
                    max = value;
                }
                first = false;
                constant &= values[i] == values[from];
            }
        }
        if (nulls > 0) {
            fill(from, count, 0);
        }
        if (constant) {
            Datum value = Datum.of(Double.longBitsToDouble(values[from]));
            BlockForm form = new BlockForm.ConstantForm(value);
            return BlockEncoder.planned(rows, count, form, 0, Datum.of(min), Datum.of(max));
        }
        BlockForm form = new BlockForm.PlainForm(nulls > 0, 0);
        return BlockEncoder.planned(rows, count, runsOr(form, from, count, nulls), nulls, Datum.of(min), Datum.of(max));
    }

    private void fill(int from, int count, long value) {
        long[] values = rows.longs();
        for (int i = from; i < from + count; i++) {
            values[i] = rows.isPresent(i) ? values[i] : value;
        }
    }

    private BlockForm runsOr(BlockForm form, int from, int count, int nulls) {
        if (nulls > 0) {
            return form;
        }
        long[] values = rows.longs();
        int runs = 1;
        for (int i = from + 1; i < from + count; i++) {
            runs += values[i] == values[i - 1] ? 0 : 1;
        }
        return (long) runs * RUN_ROWS_MIN <= count ? new BlockForm.RunsForm(runs, form) : form;
    }

    @Override
    public void write(int from, BlockEntry plan, MemorySegment target) {
        switch (plan.form()) {
            case BlockForm.ConstantForm constant -> {}
            case BlockForm.RunsForm runs -> {
                long[] values = writeEnds(from, plan.rows(), runs.runCount(), target);
                MemorySegment rest = target.asSlice(BlockForm.aligned(runs.runCount() * 4L));
                writeValues(values, 0, values.length, runs.values(), rest);
            }
            case BlockForm.NarrowForm narrow -> writeWithValidity(from, plan, narrow.validity(), target);
            case BlockForm.PlainForm plain -> writeWithValidity(from, plan, plain.validity(), target);
            case BlockForm.CodesForm codes -> throw new IllegalStateException("codes without a dictionary");
        }
    }

    private long[] writeEnds(int from, int count, int runs, MemorySegment target) {
        long[] values = rows.longs();
        long[] starts = new long[runs];
        int run = 0;
        for (int i = 0; i < count; i++) {
            if (i + 1 == count || values[from + i] != values[from + i + 1]) {
                target.set(Lanes.INT, run * 4L, i + 1);
                starts[run++] = values[from + i];
            }
        }
        return starts;
    }

    private void writeWithValidity(int from, BlockEntry plan, boolean validity, MemorySegment target) {
        if (validity) {
            BlockEncoder.writeValidity(rows, from, plan.rows(), target);
        }
        BlockForm.Parts parts = plan.form().parts(rows.layout(), plan.rows());
        writeValues(rows.longs(), from, plan.rows(), plan.form(), target.asSlice(parts.values()));
    }

    private static void writeValues(long[] values, int from, int count, BlockForm form, MemorySegment target) {
        if (form instanceof BlockForm.NarrowForm narrow) {
            Narrowing.write(values, from, count, narrow.base(), narrow.width(), target);
        } else {
            MemorySegment.copy(values, from, target, Lanes.LONG, 0, count);
        }
    }
}
