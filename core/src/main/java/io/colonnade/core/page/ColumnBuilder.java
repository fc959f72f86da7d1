package io.colonnade.core.page;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Makes a plain column value by value: for literals, VALUES, parsers and tests, not for kernels.
///
/// *Ownership*: memory comes from the allocator and belongs to it; a fixed number of rows is set at the start.
public final class ColumnBuilder {
    private static final int HEAP_CHUNK_BYTES = 64 * 1024;

    private final Type type;
    private final SegmentAllocator allocator;
    private final int capacity;
    private final MemorySegment values;
    private final MemorySegment validity;
    private final List<MemorySegment> heap = new ArrayList<>();
    private long heapUsed;
    private int length;
    private boolean nulls;

    public ColumnBuilder(Type type, int capacity, SegmentAllocator allocator) {
        this.type = type;
        this.allocator = allocator;
        this.capacity = capacity;
        this.values = allocator.allocate(Math.max(64, type.layout().bytes(capacity)), 64);
        this.validity = allocator.allocate(Layout.BIT.bytes(Math.max(1, capacity)), 64);
        values.fill((byte) 0);
        validity.fill((byte) -1);
    }

    public static Column.Plain of(Type type, List<Datum> values, SegmentAllocator allocator) {
        ColumnBuilder builder = new ColumnBuilder(type, values.size(), allocator);
        values.forEach(builder::append);
        return builder.build();
    }

    public int length() {
        return length;
    }

    public boolean isFull() {
        return length == capacity;
    }

    public void append(Datum value) {
        switch (value) {
            case Datum.Null n -> appendNull();
            case Datum.Bool b -> Lanes.setBit(values, length++, b.value());
            case Datum.Int i -> appendInt(i.value());
            case Datum.Wide w -> Lanes.setInt128(values, length++, w.value());
            case Datum.Real r -> appendReal(r.value());
            case Datum.Text t -> appendBytes(MemorySegment.ofArray(t.value().getBytes(StandardCharsets.UTF_8)));
        }
    }

    public void appendNull() {
        nulls = true;
        Lanes.setBit(validity, length++, false);
    }

    /// For INT32 and INT64 layouts; the value must fit.
    public void appendInt(long value) {
        if (type.layout() == Layout.INT32) {
            values.set(Lanes.INT, length++ * 4L, Math.toIntExact(value));
        } else {
            values.set(Lanes.LONG, length++ * 8L, value);
        }
    }

    public void appendReal(double value) {
        values.set(Lanes.DOUBLE, length++ * 8L, value);
    }

    /// UTF-8 bytes; copied.
    public void appendBytes(MemorySegment bytes) {
        long size = bytes.byteSize();
        if (size <= Lanes.VIEW_INLINE_BYTES) {
            Lanes.setView(values, length++, bytes, 0, 0);
            return;
        }
        if (heap.isEmpty() || heapUsed + size > heap.getLast().byteSize()) {
            heap.add(allocator.allocate(Math.max(HEAP_CHUNK_BYTES, size), 64));
            heapUsed = 0;
        }
        MemorySegment.copy(bytes, 0, heap.getLast(), heapUsed, size);
        Lanes.setView(values, length++, bytes, heap.size() - 1, (int) heapUsed);
        heapUsed += size;
    }

    public Column.Plain build() {
        return new Column.Plain(type, length, values, nulls ? validity : null, List.copyOf(heap));
    }
}
