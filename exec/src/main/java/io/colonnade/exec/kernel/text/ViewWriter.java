package io.colonnade.exec.kernel.text;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the strings of a result column row by row: bytes that are copied, or parts of strings that stay where they
/// are in the heap of an input.
public final class ViewWriter {
    private static final int CHUNK_BYTES = 16 * 1024;

    private final SegmentAllocator allocator;
    private final MemorySegment views;
    private final List<MemorySegment> heap;
    private int chunk = -1;
    private long used;

    /// `shared` is the heap of the input whose strings are referred to.
    public ViewWriter(int rows, List<MemorySegment> shared, SegmentAllocator allocator) {
        this.allocator = allocator;
        this.views = allocator.allocate(Math.max(16, rows * 16L));
        this.heap = new ArrayList<>(shared);
    }

    public void setNull(int row) {
        views.set(Lanes.LONG, row * 16L, 0);
        views.set(Lanes.LONG, row * 16L + 8, 0);
    }

    public void set(int row, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(bytes, 0, reserve(row, bytes.length), Lanes.BYTE, start(row), bytes.length);
        finish(row);
    }

    /// Room for `length` bytes of a row: they are to be written at {@link #start} of the result, then {@link #finish}.
    MemorySegment reserve(int row, int length) {
        setNull(row);
        views.set(Lanes.INT, row * 16L, length);
        if (length <= Lanes.VIEW_INLINE_BYTES) {
            return views;
        }
        if (chunk < 0 || used + length > heap.get(chunk).byteSize()) {
            chunk = heap.size();
            heap.add(allocator.allocate(Math.max(CHUNK_BYTES, length)));
            used = 0;
        }
        views.set(Lanes.INT, row * 16L + 8, chunk);
        views.set(Lanes.INT, row * 16L + 12, (int) used);
        used += length;
        return heap.get(chunk);
    }

    long start(int row) {
        return Views.start(views, row);
    }

    /// Puts the prefix of a long string into its view.
    void finish(int row) {
        if (Lanes.viewLength(views, row) > Lanes.VIEW_INLINE_BYTES) {
            views.set(Lanes.INT, row * 16L + 4, Views.base(views, heap, row).get(Lanes.INT, start(row)));
        }
    }

    /// The bytes `from` to `to` of the memory of row `row` of the input, see {@link Views#base}.
    void share(int row, Column.Plain input, long from, long to) {
        int length = (int) (to - from);
        MemorySegment base = Views.base(input.values(), input.heap(), row);
        setNull(row);
        views.set(Lanes.INT, row * 16L, length);
        if (length <= Lanes.VIEW_INLINE_BYTES) {
            MemorySegment.copy(base, from, views, row * 16L + 4, length);
        } else {
            views.set(Lanes.INT, row * 16L + 4, base.get(Lanes.INT, from));
            views.set(Lanes.INT, row * 16L + 8, input.values().get(Lanes.INT, row * 16L + 8));
            views.set(Lanes.INT, row * 16L + 12, (int) from);
        }
    }

    public Column.Plain column(Type type, int rows, @Nullable MemorySegment validity) {
        return new Column.Plain(type, rows, views, validity, List.copyOf(heap));
    }
}
