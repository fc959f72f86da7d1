package io.colonnade.storage.image;

import io.colonnade.core.page.Column;
import io.colonnade.core.type.Datum;
import java.lang.foreign.MemorySegment;

/// Codes of a dictionary: Constant, Runs of codes, or codes of one width for the whole segment.
record CodeBlocks(ColumnRows rows, Column.Plain dictionary) implements BlockEncoder {
    @Override
    public BlockEntry plan(int from, int count) {
        int[] codes = rows.ints();
        int nulls = rows.nullCount(from, count);
        if (nulls == count) {
            return BlockEncoder.constant(count, nulls, Datum.NULL);
        }
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        for (int i = from; i < from + count; i++) {
            if (nulls == 0 || rows.isPresent(i)) {
                min = Math.min(min, codes[i]);
                max = Math.max(max, codes[i]);
            } else {
                codes[i] = 0;
            }
        }
        Datum least = dictionary.datum(min);
        if (min == max && nulls == 0) {
            return BlockEncoder.constant(count, 0, least);
        }
        BlockForm form = new BlockForm.CodesForm(Narrowing.width(dictionary.length() - 1L), nulls > 0);
        if (nulls == 0) {
            int runs = IntBlocks.runs(codes, from, count);
            if ((long) runs * RUN_ROWS_MIN <= count) {
                form = new BlockForm.RunsForm(runs, form);
            }
        }
        return BlockEncoder.planned(rows, count, form, nulls, least, dictionary.datum(max));
    }

    @Override
    public void write(int from, BlockEntry plan, MemorySegment target) {
        switch (plan.form()) {
            case BlockForm.ConstantForm constant -> {}
            case BlockForm.RunsForm(int runs, BlockForm.CodesForm codes) -> {
                int[] values = IntBlocks.writeEnds(rows.ints(), from, plan.rows(), runs, target);
                MemorySegment rest = target.asSlice(BlockForm.aligned(runs * 4L));
                Narrowing.write(values, 0, runs, 0, codes.width(), rest);
            }
            case BlockForm.CodesForm codes -> {
                if (codes.validity()) {
                    BlockEncoder.writeValidity(rows, from, plan.rows(), target);
                }
                BlockForm.Parts parts = codes.parts(rows.layout(), plan.rows());
                Narrowing.write(rows.ints(), from, plan.rows(), 0, codes.width(), target.asSlice(parts.values()));
            }
            case BlockForm.RunsForm runs -> throw new IllegalStateException("runs of " + runs.values());
            case BlockForm.NarrowForm narrow -> throw new IllegalStateException("a dictionary of " + narrow);
            case BlockForm.PlainForm plain -> throw new IllegalStateException("a dictionary of " + plain);
        }
    }
}
