package io.colonnade.storage.image;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import java.lang.foreign.MemorySegment;

/// Strings without a dictionary: Constant or Plain, long ones in a heap of the block.
record ViewBlocks(ColumnRows rows) implements BlockEncoder {
    @Override
    public BlockEntry plan(int from, int count) {
        long[] views = rows.longs();
        int nulls = rows.nullCount(from, count);
        if (nulls == count) {
            return BlockEncoder.constant(count, nulls, Datum.NULL);
        }
        int min = -1;
        int max = -1;
        long heapBytes = 0;
        for (int i = from; i < from + count; i++) {
            if (nulls == 0 || rows.isPresent(i)) {
                heapBytes += Views.isInline(views[2 * i]) ? 0 : Views.length(views[2 * i]);
                min = min < 0 || compare(i, min) < 0 ? i : min;
                max = max < 0 || compare(i, max) > 0 ? i : max;
            } else {
                views[2 * i] = 0;
                views[2 * i + 1] = 0;
            }
        }
        if (heapBytes > Integer.MAX_VALUE) {
            throw new EngineException(
                    ErrorCode.LIMIT_EXCEEDED, count + " rows of a column hold " + heapBytes + " bytes of text");
        }
        Datum least = datum(min);
        if (nulls == 0 && compare(min, max) == 0) {
            return BlockEncoder.constant(count, 0, least);
        }
        return BlockEncoder.planned(
                rows, count, new BlockForm.PlainForm(nulls > 0, heapBytes), nulls, least, datum(max));
    }

    private int compare(int a, int b) {
        long[] views = rows.longs();
        return Views.compare(views[2 * a], views[2 * a + 1], rows.heap(), views[2 * b], views[2 * b + 1], rows.heap());
    }

    private Datum datum(int row) {
        return Datum.of(Views.text(rows.longs()[2 * row], rows.longs()[2 * row + 1], rows.heap()));
    }

    @Override
    public void write(int from, BlockEntry plan, MemorySegment target) {
        if (!(plan.form() instanceof BlockForm.PlainForm plain)) {
            return;
        }
        if (plain.validity()) {
            BlockEncoder.writeValidity(rows, from, plan.rows(), target);
        }
        BlockForm.Parts parts = plain.parts(rows.layout(), plan.rows());
        long[] views = rows.longs();
        // Strings that lie one behind the other are copied at once.
        long start = 0;
        long end = 0;
        long used = 0;
        for (int i = 0; i < plan.rows(); i++) {
            long first = views[2 * (from + i)];
            long second = views[2 * (from + i) + 1];
            long at = parts.values() + i * 16L;
            target.set(Lanes.LONG, at, first);
            if (Views.isInline(first)) {
                target.set(Lanes.LONG, at + 8, second);
                continue;
            }
            if (second != end) {
                used += copy(start, end, target, parts.heap() + used);
                start = second;
            }
            end = second + Views.reference(0, Views.length(first));
            target.set(Lanes.LONG, at + 8, Views.reference(0, used + (end - start >>> 32) - Views.length(first)));
        }
        copy(start, end, target, parts.heap() + used);
    }

    /// Copies the bytes between two places in the heap of the rows and answers how many they are.
    private long copy(long start, long end, MemorySegment target, long at) {
        long bytes = (end >>> 32) - (start >>> 32);
        if (bytes > 0) {
            MemorySegment.copy(rows.heap().get((int) start), start >>> 32, target, at, bytes);
        }
        return bytes;
    }
}
