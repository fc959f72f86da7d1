package io.colonnade.storage.segment;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which keys of whole numbers there are: a bit for each place in the product of the key columns' ranges.
///
/// ```text
/// (order 7..9, line 1..4)      bit = (order - 7) * 4 + line - 1
/// (8, 2) -> bit 5              0000 0100 0000
/// ```
///
/// An answer of false says nothing: a key may be there twice, or cannot be told. *Thread safety*: one thread.
public final class KeyBitmap implements AutoCloseable {
    /// A bitmap of so many bits is small, however few keys there are.
    private static final long BITS_MIN = 1 << 20;
    private static final long BITS_PER_ROW_MAX = 64;
    private static final long BITS_MAX = 1L << 36;

    private final List<Range> ranges;
    private final long[] strides;
    private final Buffer buffer;
    private final MemorySegment bits;
    private final Scratch scratch;
    private final long[] places = new long[Page.BLOCK_ROWS];

    /// The values that a key column may have, both ends included.
    public record Range(int columnId, Type type, long low, long high) {}

    private KeyBitmap(List<Range> ranges, long[] strides, Buffer buffer, MemoryPool pool) {
        this.ranges = ranges;
        this.strides = strides;
        this.buffer = buffer;
        this.bits = buffer.segment();
        this.scratch = new Scratch(pool);
        bits.fill((byte) 0);
    }

    /// A bitmap without keys for so many rows; null if it would be too large for them, or `pool` refuses it.
    public static @Nullable KeyBitmap of(List<Range> ranges, long rows, MemoryPool pool) {
        long most = Math.clamp(rows * BITS_PER_ROW_MAX, BITS_MIN, BITS_MAX);
        long[] strides = new long[ranges.size()];
        long space = 1;
        for (int i = 0; i < strides.length; i++) {
            Range range = ranges.get(i);
            Layout layout = range.type().layout();
            long span = range.high() - range.low();
            if (layout != Layout.INT32 && layout != Layout.INT64 || span < 0 || span >= most) {
                return null;
            }
            strides[i] = space;
            space *= span + 1;
            if (space > most) {
                return null;
            }
        }
        Buffer buffer = pool.tryAllocate((space + 63) / 64 * 8);
        return buffer == null ? null : new KeyBitmap(List.copyOf(ranges), strides, buffer, pool);
    }

    /// Adds the keys of the rows that are not deleted; true if all lie in the ranges and none was there.
    public boolean add(Segment segment, PositionSet deleted, Runnable cancelCheck) {
        for (int block = 0; block < segment.blockCount(); block++) {
            cancelCheck.run();
            int rows = locate(segment, block, deleted);
            if (rows < 0) {
                return false;
            }
            int from = block * Page.BLOCK_ROWS;
            int live = rows - deleted.count(from, from + rows);
            if (inside(rows) < live || !addPlaces(live)) {
                return false;
            }
        }
        return true;
    }

    /// True if none of the rows that are not deleted has a key that was added.
    public boolean isApart(Segment segment, PositionSet deleted, Runnable cancelCheck) {
        for (int block = 0; block < segment.blockCount(); block++) {
            cancelCheck.run();
            if (mayOverlap(segment, block)) {
                int rows = locate(segment, block, deleted);
                if (rows < 0 || hasPlaces(inside(rows))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean mayOverlap(Segment segment, int block) {
        for (Range range : ranges) {
            if (!segment.has(range.columnId())) {
                return true;
            }
            Zone zone = segment.zone(range.columnId(), block);
            if (zone.low() > range.high() || zone.high() < range.low()) {
                return false;
            }
        }
        return true;
    }

    /// The place of each row of a block, negative if it is deleted or lies outside; -1 if the columns are not
    /// those of the ranges.
    private int locate(Segment segment, int block, PositionSet deleted) {
        int rows = segment.blockRows(block);
        Arrays.fill(places, 0, rows, 0);
        for (int i = 0; i < strides.length; i++) {
            Range range = ranges.get(i);
            if (!segment.has(range.columnId())) {
                return -1;
            }
            scratch.reset();
            Column column = segment.column(range.columnId(), block);
            Column.Plain plain = Flatten.plain(column, null, scratch);
            if (!column.type().equals(range.type()) || plain.validity() != null) {
                return -1;
            }
            if (range.type().layout() == Layout.INT32) {
                addInts(plain.values(), rows, range.low(), range.high() - range.low(), strides[i]);
            } else {
                addLongs(plain.values(), rows, range.low(), range.high() - range.low(), strides[i]);
            }
        }
        if (deleted.count() > 0) {
            int from = block * Page.BLOCK_ROWS;
            deleted.forEach(from, from + rows, row -> places[row] = -1);
        }
        return rows;
    }

    private void addInts(MemorySegment values, int rows, long low, long span, long stride) {
        for (int i = 0; i < rows; i++) {
            long offset = values.get(Lanes.INT, i * 4L) - low;
            long place = places[i] + offset * stride;
            places[i] = offset < 0 || offset > span || places[i] < 0 ? -1 : place;
        }
    }

    private void addLongs(MemorySegment values, int rows, long low, long span, long stride) {
        for (int i = 0; i < rows; i++) {
            long value = values.get(Lanes.LONG, i * 8L);
            long place = places[i] + (value - low) * stride;
            places[i] = value < low || value > low + span || places[i] < 0 ? -1 : place;
        }
    }

    /// Moves the places that count to the front.
    private int inside(int rows) {
        int count = 0;
        for (int i = 0; i < rows; i++) {
            places[count] = places[i];
            count += places[i] < 0 ? 0 : 1;
        }
        return count;
    }

    private boolean addPlaces(int count) {
        long there = 0;
        for (int i = 0; i < count; i++) {
            long at = places[i] >>> 6 << 3;
            long bit = 1L << places[i];
            long word = bits.get(Lanes.LONG, at);
            there |= word & bit;
            bits.set(Lanes.LONG, at, word | bit);
        }
        return there == 0;
    }

    private boolean hasPlaces(int count) {
        long there = 0;
        for (int i = 0; i < count; i++) {
            there |= bits.get(Lanes.LONG, places[i] >>> 6 << 3) & 1L << places[i];
        }
        return there != 0;
    }

    @Override
    public void close() {
        scratch.close();
        buffer.close();
    }
}
