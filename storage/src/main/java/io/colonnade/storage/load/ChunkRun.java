package io.colonnade.storage.load;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.dictionary.Strings;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A chunk that takes no more rows, with the order of its rows: no order means as they came.
record ChunkRun(Chunk chunk, @Nullable Buffer order) implements Run {
    @Override
    public int rows() {
        return chunk.rows();
    }

    @Override
    public void read(int column, RunSlice slice, ColumnArrays target) {
        chunk.column(column).read(slice.rows(), slice.from(), slice.to(), target);
    }

    @Override
    public int @Nullable [] places(int from, int to) {
        if (order == null) {
            return null;
        }
        MemorySegment positions = order.segment();
        long[] wanted = new long[(rows() + 63) / 64];
        for (int i = from; i < to; i++) {
            int row = Lanes.int32(positions, i);
            wanted[row >>> 6] |= 1L << row;
        }
        int[] places = new int[to - from];
        int found = 0;
        for (int word = 0; word < wanted.length; word++) {
            for (long rest = wanted[word]; rest != 0; rest &= rest - 1) {
                places[found++] = word * 64 + Long.numberOfTrailingZeros(rest);
            }
        }
        return places;
    }

    @Override
    public @Nullable Strings strings(int column) {
        return chunk.column(column) instanceof TextChunkColumn text ? text.dictionary() : null;
    }

    @Override
    public Datum value(int column, int row) {
        ColumnArrays one = new ColumnArrays();
        one.begin(1, false);
        int place = order == null ? row : Lanes.int32(order.segment(), row);
        chunk.column(column).read(null, place, place + 1, one);
        if (one.validity(null) != null) {
            return Datum.NULL;
        }
        return switch (chunk.column(column).definition().type().layout()) {
            case BIT -> Datum.of(one.ints(1)[0] != 0);
            case INT32 -> Datum.of((long) one.ints(1)[0]);
            case INT64 -> Datum.of(one.longs(1)[0]);
            case FLOAT64 -> Datum.of(Double.longBitsToDouble(one.longs(1)[0]));
            case INT128 -> new Datum.Wide(Lanes.join128(one.longs(2)[1], one.longs(2)[0]));
            case VIEW -> Datum.of(Views.text(one.longs(2)[0], one.longs(2)[1], one.heap()));
        };
    }

    @Override
    public long heapBytes(int column) {
        return chunk.column(column) instanceof TextChunkColumn text ? text.heapBytes() : 0;
    }

    @Override
    public void close() {
        chunk.close();
        if (order != null) {
            order.close();
        }
    }
}
