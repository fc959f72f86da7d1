package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Layout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// Values of one size: as they are, truth values as bytes.
final class FixedChunkColumn extends ChunkColumn {
    private final Layout layout;

    FixedChunkColumn(String table, ColumnDefinition definition, MemoryPool pool) {
        super(table, definition, pool);
        this.layout = definition.type().layout();
    }

    @Override
    int width() {
        return layout == Layout.BIT ? 1 : layout.bytes();
    }

    @Override
    void write(Column column, @Nullable Selection selection, int count, SegmentAllocator scratch) {
        Column.Plain plain = Flatten.plain(column, selection, scratch);
        MemorySegment target = values();
        if (layout == Layout.BIT) {
            for (int i = 0; i < count; i++) {
                target.set(Lanes.BYTE, rows() + i, (byte) (Lanes.bit(plain.values(), i) ? 1 : 0));
            }
        } else {
            long width = layout.bytes();
            MemorySegment.copy(plain.values(), 0, target, rows() * width, count * width);
        }
        markPresent(plain.validity(), count);
    }

    @Override
    void read(int @Nullable [] places, int from, int to, ColumnArrays target) {
        MemorySegment source = values();
        int at = target.count();
        int count = to - from;
        readPresence(places, from, to, target);
        switch (layout) {
            case BIT -> {
                int[] ints = target.ints(at + count);
                for (int i = 0; i < count; i++) {
                    ints[at + i] = source.get(Lanes.BYTE, places == null ? from + i : places[i]);
                }
            }
            case INT32 -> {
                int[] ints = target.ints(at + count);
                if (places == null) {
                    MemorySegment.copy(source, Lanes.INT, from * 4L, ints, at, count);
                } else {
                    for (int i = 0; i < count; i++) {
                        ints[at + i] = source.get(Lanes.INT, places[i] * 4L);
                    }
                }
            }
            case INT64, FLOAT64 -> {
                long[] longs = target.longs(at + count);
                if (places == null) {
                    MemorySegment.copy(source, Lanes.LONG, from * 8L, longs, at, count);
                } else {
                    for (int i = 0; i < count; i++) {
                        longs[at + i] = source.get(Lanes.LONG, places[i] * 8L);
                    }
                }
            }
            case INT128 -> {
                long[] longs = target.longs(2 * (at + count));
                for (int i = 0; i < count; i++) {
                    long row = places == null ? from + i : places[i];
                    longs[2 * (at + i)] = source.get(Lanes.LONG, row * 16);
                    longs[2 * (at + i) + 1] = source.get(Lanes.LONG, row * 16 + 8);
                }
            }
            case VIEW -> throw new IllegalStateException("text has a column of its own");
        }
        target.advance(count);
    }
}
