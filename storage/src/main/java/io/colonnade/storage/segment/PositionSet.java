package io.colonnade.storage.segment;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.roaringbitmap.InvalidRoaringFormat;
import org.roaringbitmap.RoaringBitmap;

/// Positions of rows in a segment, from 0; those that were deleted, mostly.
///
/// *Thread safety*: reading by any thread, as long as nothing is added.
public final class PositionSet {
    private final RoaringBitmap bits;

    private PositionSet(RoaringBitmap bits) {
        this.bits = bits;
    }

    public static PositionSet empty() {
        return new PositionSet(new RoaringBitmap());
    }

    /// The positions that `rows` tells; CORRUPT_DATA if its bytes are no bitmap of so many rows.
    public static PositionSet of(DeletedRows rows) {
        RoaringBitmap bits = new RoaringBitmap();
        if (rows.isEmpty()) {
            return new PositionSet(bits);
        }
        try {
            bits.deserialize(ByteBuffer.wrap(rows.positions()));
        } catch (IOException | InvalidRoaringFormat | IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, "a list of deleted rows is damaged", e);
        }
        if (bits.getLongCardinality() != rows.count()) {
            throw new EngineException(
                    ErrorCode.CORRUPT_DATA,
                    "a list of deleted rows is damaged: it has " + bits.getLongCardinality() + " rows, not "
                            + rows.count());
        }
        return new PositionSet(bits);
    }

    /// False if it was there already.
    public boolean add(int position) {
        return bits.checkedAdd(position);
    }

    /// Adds all of them; answers how many were there already.
    public int addAll(PositionSet others) {
        int before = bits.getCardinality();
        bits.or(others.bits);
        return before + others.bits.getCardinality() - bits.getCardinality();
    }

    /// Takes all of them out.
    public void removeAll(PositionSet others) {
        bits.andNot(others.bits);
    }

    public boolean contains(int position) {
        return bits.contains(position);
    }

    public int count() {
        return bits.getCardinality();
    }

    /// How many lie from `from` (inclusive) to `to` (exclusive).
    public int count(int from, int to) {
        return from >= to ? 0 : (int) bits.rangeCardinality(from, to);
    }

    /// The least that is not less than `from`, or -1.
    public int next(int from) {
        return (int) bits.nextValue(from);
    }

    /// In ascending order.
    public void forEach(IntConsumer consumer) {
        bits.forEach((org.roaringbitmap.IntConsumer) consumer::accept);
    }

    /// Those from `from` (inclusive) to `to` (exclusive) in ascending order, each less `from`.
    public void forEach(int from, int to, IntConsumer consumer) {
        bits.forEachInRange(from, to - from, position -> consumer.accept(position - from));
    }

    /// The positions less than `end` that are not in this set, ascending.
    public int[] others(int end) {
        RoaringBitmap others = RoaringBitmap.flip(bits, 0L, end);
        return others.toArray();
    }

    public DeletedRows toDeletedRows() {
        bits.runOptimize();
        byte[] bytes = new byte[bits.serializedSizeInBytes()];
        bits.serialize(ByteBuffer.wrap(bytes));
        return bits.isEmpty() ? DeletedRows.NONE : new DeletedRows(bits.getCardinality(), bytes);
    }
}
