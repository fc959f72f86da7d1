package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.kernel.WordHash;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.Growth;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.apache.datasketches.hll.TgtHllType;
import org.jspecify.annotations.Nullable;

/// APPROX_COUNT_DISTINCT: a HyperLogLog sketch with 4,096 counters for each group, which is small while few
/// values have come. Its estimate depends on the set of values only, not on how they were split and merged;
/// it is about 1.6 % off.
///
/// *State*: the bytes of the sketch in Base64. *Memory*: sketches are objects; what they take is reserved
/// from the pool.
final class SketchAccumulator extends Accumulator {
    private static final int LOG2_COUNTERS = 12;
    /// More than the largest sketch takes.
    private static final long SKETCH_BYTES_MAX = 3500;
    private static final long SKETCH_BYTES_MIN = 250;
    private static final long RESERVATION_BYTES = 32 << 10;

    private final MemoryPool pool;
    private final List<MemoryPool> reservations = new ArrayList<>();
    private @Nullable HllSketch[] sketches = new HllSketch[0];
    private int[] sizes = new int[0];
    private long reserved;
    private long used;
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];
    private final long[] words = new long[Page.ROWS_MAX];

    SketchAccumulator(MemoryPool pool) {
        this.pool = pool;
    }

    @Override
    void grow(int count) {
        if (count > sketches.length) {
            int length = Math.max(count, sketches.length * 2);
            reserve(12L * (length - sketches.length));
            sketches = Arrays.copyOf(sketches, length);
            sizes = Arrays.copyOf(sizes, length);
        }
    }

    private void reserve(long bytes) {
        used += bytes;
        if (used > reserved) {
            long more = Math.max(used - reserved, RESERVATION_BYTES);
            reservations.add(pool.reserved("sketches", more));
            reserved += more;
        }
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        long most = Math.min((long) rows, groups) * SKETCH_BYTES_MAX;
        growth.add(Math.min(most, groups * SKETCH_BYTES_MAX - used) + 24L * groups + RESERVATION_BYTES);
    }

    @Override
    public List<Type> stateTypes() {
        return List.of(Type.VARCHAR);
    }

    private HllSketch sketch(int group) {
        HllSketch sketch = sketches[group];
        if (sketch == null) {
            sketch = new HllSketch(LOG2_COUNTERS, TgtHllType.HLL_4);
            sketches[group] = sketch;
        }
        return sketch;
    }

    /// Accounts for what the sketch of a group takes now.
    private void account(int group, HllSketch sketch) {
        int bytes = (int) SKETCH_BYTES_MIN + sketch.getUpdatableSerializationBytes();
        if (bytes > sizes[group]) {
            reserve(bytes - sizes[group]);
            sizes[group] = bytes;
        }
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        boolean hasNulls = Decode.nulls(arguments[0], selection, nulls);
        hash(arguments[0], selection, rows, hasNulls, scratch);
        for (int i = 0; i < rows; i++) {
            if (!hasNulls || !nulls[i]) {
                HllSketch sketch = sketch(groups[i]);
                sketch.update(words[i]);
                account(groups[i], sketch);
            }
        }
    }

    /// Numbers under which equal values are equal, in every task.
    private void hash(
            Column column, @Nullable Selection selection, int rows, boolean hasNulls, SegmentAllocator scratch) {
        if (column.layout() != Layout.VIEW && column.layout() != Layout.INT128) {
            Decode.words(column, selection, words, scratch);
            return;
        }
        Column.Plain plain = Flatten.plain(column, selection, scratch);
        for (int i = 0; i < rows; i++) {
            if (hasNulls && nulls[i]) {
                continue;
            }
            words[i] = column.layout() == Layout.VIEW
                    ? Views.hash(plain.values(), plain.heap(), i)
                    : WordHash.mix(plain.values().get(Lanes.LONG, i * 16L + 8)
                            ^ WordHash.mix(plain.values().get(Lanes.LONG, i * 16L)));
        }
    }

    @Override
    public Column[] state(int from, int count, SegmentAllocator scratch) {
        List<byte[]> texts = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < count; i++) {
            HllSketch sketch = sketches[from + i];
            byte[] text = sketch == null ? new byte[0] : Base64.getEncoder().encode(sketch.toCompactByteArray());
            texts.add(text);
            total += text.length;
        }
        MemorySegment views = scratch.allocate(Math.max(16, count * 16L));
        MemorySegment heap = scratch.allocate(Math.max(16, total));
        int at = 0;
        for (int i = 0; i < count; i++) {
            MemorySegment bytes = MemorySegment.ofArray(texts.get(i));
            MemorySegment.copy(bytes, 0, heap, at, bytes.byteSize());
            Lanes.setView(views, i, bytes, 0, at);
            at += (int) bytes.byteSize();
        }
        return new Column[] {new Column.Plain(Type.VARCHAR, count, views, null, List.of(heap))};
    }

    /// A state that is NULL or empty counts nothing.
    @Override
    public void addStates(
            int[] groups, Column[] states, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        boolean hasNulls = Decode.nulls(states[0], selection, nulls);
        Column.Plain plain = Flatten.plain(states[0], selection, scratch);
        for (int i = 0; i < rows; i++) {
            if ((!hasNulls || !nulls[i])
                    && plain.datum(i) instanceof Datum.Text text
                    && !text.value().isEmpty()) {
                byte[] bytes = Base64.getDecoder().decode(text.value().getBytes(StandardCharsets.ISO_8859_1));
                merge(groups[i], HllSketch.heapify(MemorySegment.ofArray(bytes)));
            }
        }
    }

    private void merge(int group, HllSketch other) {
        HllSketch own = sketches[group];
        HllUnion union = new HllUnion(LOG2_COUNTERS);
        union.update(other);
        if (own != null) {
            union.update(own);
        }
        HllSketch merged = union.getResult(TgtHllType.HLL_4);
        sketches[group] = merged;
        account(group, merged);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        SketchAccumulator source = (SketchAccumulator) other;
        for (int i = 0; i < count; i++) {
            HllSketch sketch = source.sketches[from[i]];
            if (sketch != null) {
                merge(to[i], sketch);
            }
        }
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        MemorySegment values = scratch.allocate(Math.max(8, count * 8L));
        for (int i = 0; i < count; i++) {
            HllSketch sketch = sketches[from + i];
            values.set(Lanes.LONG, i * 8L, sketch == null ? 0 : Math.round(sketch.getCompositeEstimate()));
        }
        return new Column.Plain(Type.BIGINT, count, values, null);
    }

    @Override
    public void close() {
        sketches = new HllSketch[0];
        reservations.forEach(MemoryPool::close);
        reservations.clear();
        reserved = 0;
        used = 0;
    }
}
