package io.colonnade.storage.load;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.dictionary.Strings;
import io.colonnade.storage.dictionary.Views;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A chunk that takes no more rows, with the order of its rows: no order means as they came.
record ChunkRun(Chunk chunk, @Nullable Buffer order) implements Run {
    @Override
    public int rows() {
        return chunk.rows();
    }

    private @Nullable MemorySegment positions() {
        return order == null ? null : order.segment();
    }

    @Override
    public void read(int column, int from, int to, ColumnArrays target) {
        chunk.column(column).read(positions(), from, to, target);
    }

    @Override
    public @Nullable Strings strings(int column) {
        return chunk.column(column) instanceof TextChunkColumn text ? text.dictionary() : null;
    }

    @Override
    public Datum value(int column, int row) {
        ColumnArrays one = new ColumnArrays();
        one.begin(1, false);
        read(column, row, row + 1, one);
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
    public void close() {
        chunk.close();
        if (order != null) {
            order.close();
        }
    }
}
