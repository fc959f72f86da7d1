package io.colonnade.storage.image;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import java.lang.foreign.MemorySegment;

/// How the rows of a block lie in its bytes; see the package for the order of the parts.
sealed interface BlockForm {
    int ALIGNMENT = 64;

    /// Where the parts of a form with validity, values and heap begin, and the bytes of all.
    record Parts(long values, long heap, long bytes) {}

    record ConstantForm(Datum value) implements BlockForm {}

    record PlainForm(boolean validity, long heapBytes) implements BlockForm {}

    record NarrowForm(long base, int width, boolean validity) implements BlockForm {
        public NarrowForm {
            checkWidth(width);
        }
    }

    record CodesForm(int width, boolean validity) implements BlockForm {
        public CodesForm {
            checkWidth(width);
        }
    }

    record RunsForm(int runCount, BlockForm values) implements BlockForm {
        public RunsForm {
            if (values instanceof RunsForm || values instanceof ConstantForm || runCount < 1) {
                throw new IllegalArgumentException("runs of " + values);
            }
        }
    }

    static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /// The bytes of a block of `rows` rows.
    default long bytes(Layout layout, int rows) {
        return switch (this) {
            case RunsForm runs ->
                aligned(runs.runCount * 4L)
                        + runs.values.parts(layout, runs.runCount).bytes();
            case ConstantForm c -> 0;
            case PlainForm p -> parts(layout, rows).bytes();
            case NarrowForm n -> parts(layout, rows).bytes();
            case CodesForm c -> parts(layout, rows).bytes();
        };
    }

    /// The parts of a form that has values for each of `rows` rows.
    default Parts parts(Layout layout, int rows) {
        return switch (this) {
            case PlainForm plain -> parts(plain.validity, layout.bytes(rows), plain.heapBytes, rows);
            case NarrowForm narrow -> parts(narrow.validity, (long) rows * narrow.width, 0, rows);
            case CodesForm codes -> parts(codes.validity, (long) rows * codes.width, 0, rows);
            case ConstantForm constant -> throw new IllegalStateException("a constant has no parts");
            case RunsForm runs -> throw new IllegalStateException("runs have parts of their own");
        };
    }

    /// Zeros the bytes between the parts, so that the same rows always make the same bytes.
    default void clearPadding(Layout layout, int rows, MemorySegment block) {
        switch (this) {
            case ConstantForm constant -> {}
            case RunsForm runs -> {
                long ends = runs.runCount * 4L;
                clear(block, ends, aligned(ends));
                runs.values.clearPadding(layout, runs.runCount, block.asSlice(aligned(ends)));
            }
            case PlainForm plain -> {
                clear(block, plain.validity, layout.bytes(rows), plain.heapBytes, rows);
            }
            case NarrowForm narrow -> clear(block, narrow.validity, (long) rows * narrow.width, 0, rows);
            case CodesForm codes -> clear(block, codes.validity, (long) rows * codes.width, 0, rows);
        }
    }

    private static void clear(MemorySegment block, boolean validity, long valueBytes, long heapBytes, int rows) {
        Parts parts = parts(validity, valueBytes, heapBytes, rows);
        if (validity) {
            clear(block, Bits.bytes(rows), parts.values);
        }
        clear(block, parts.values + valueBytes, parts.heap);
        clear(block, parts.heap + heapBytes, parts.bytes);
    }

    private static void clear(MemorySegment block, long from, long to) {
        block.asSlice(from, to - from).fill((byte) 0);
    }

    private static Parts parts(boolean validity, long valueBytes, long heapBytes, int rows) {
        long values = validity ? aligned(Bits.bytes(rows)) : 0;
        long heap = values + aligned(valueBytes);
        return new Parts(values, heap, heap + aligned(heapBytes));
    }

    private static void checkWidth(int width) {
        if (width != 1 && width != 2 && width != 4) {
            throw new IllegalArgumentException("width " + width);
        }
    }
}
