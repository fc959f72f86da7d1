package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import java.lang.foreign.MemorySegment;

/// The dictionary of a column chunk, its values converted to the target type. Long texts stay in `bytes`, heap
/// buffer 0 of every column of the chunk.
///
/// *Ownership*: it owns both buffers.
record FileDictionary(Layout layout, int size, Buffer values, Buffer bytes) implements AutoCloseable {
    /// Writes the values of `count` ids to rows from `row` on. Fails with IllegalStateException at an id that is
    /// not in the dictionary.
    void look(int[] ids, int count, MemorySegment target, long row) {
        check(ids, count);
        MemorySegment source = values.segment();
        switch (layout) {
            case BIT -> {
                for (int i = 0; i < count; i++) {
                    Lanes.setBit(target, row + i, Lanes.bit(source, ids[i]));
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Lanes.INT, (row + i) * 4, source.get(Lanes.INT, ids[i] * 4L));
                }
            }
            case INT64, FLOAT64 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Lanes.LONG, (row + i) * 8, source.get(Lanes.LONG, ids[i] * 8L));
                }
            }
            case INT128, VIEW -> {
                for (int i = 0; i < count; i++) {
                    target.set(Lanes.LONG, (row + i) * 16, source.get(Lanes.LONG, ids[i] * 16L));
                    target.set(Lanes.LONG, (row + i) * 16 + 8, source.get(Lanes.LONG, ids[i] * 16L + 8));
                }
            }
        }
    }

    private void check(int[] ids, int count) {
        int bad = 0;
        for (int i = 0; i < count; i++) {
            // The sign is set where an id is negative or not below the size.
            bad |= ids[i] | (size - 1 - ids[i]);
        }
        if (bad < 0) {
            throw new IllegalStateException("an id is not in the dictionary of " + size + " values");
        }
    }

    @Override
    public void close() {
        values.close();
        bytes.close();
    }
}
