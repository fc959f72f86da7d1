package io.colonnade.core.page;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of one column of a page or block, in one of five forms.
///
/// ```text
/// Plain       5 7 7 7 9         values in the layout of the type
/// Constant    7                 one value for all rows
/// Narrow      5 + [0 2 2 2 4]   base plus unsigned offsets of 8, 16 or 32 bits; INT32 and INT64 layouts only
/// Dictionary  {5,7,9} [0 1 1 1 2]   unsigned codes of 8, 16 or 32 bits
/// Runs        [1 4 5] {5,7,9}   exclusive ends of runs (int32), and the value of each run
/// ```
///
/// *Null polarity*: a set validity bit means a value is present, no bitmap means all are; where a bit is clear the
/// value is undefined, but it is safe to read, and a code is below the dictionary's size. Bitmaps start at bit 0 of
/// row 0 and are padded to whole words of 8 bytes, the padding bits are undefined.
/// *Alignment*: none is promised; access values with unaligned layouts ({@link Lanes}).
public sealed interface Column {
    Type type();

    /// Physical rows.
    int length();

    boolean isNull(int row);

    /// One value; slow, for edges and tests. Kernels read whole columns.
    Datum datum(int row);

    /// Rows `from` to `from + length` without copying values. For forms with bitmaps `from` must be a multiple of
    /// 64, or 8 where no bitmap is read by words; see {@link #sliceable}.
    Column slice(int from, int length);

    /// Whether {@link #slice} can start here.
    boolean sliceable(int from);

    default Layout layout() {
        return type().layout();
    }

    /// Values in the layout of the type; `heap` holds the long strings that VIEW values point into.
    record Plain(
            Type type,
            int length,
            MemorySegment values,
            @Nullable MemorySegment validity,
            List<MemorySegment> heap) implements Column {
        public Plain(Type type, int length, MemorySegment values, @Nullable MemorySegment validity) {
            this(type, length, values, validity, List.of());
        }

        @Override
        public boolean isNull(int row) {
            return !Lanes.bit(validity, row);
        }

        @Override
        public Datum datum(int row) {
            return isNull(row) ? Datum.NULL : Lanes.datum(type, values, heap, row);
        }

        @Override
        public boolean sliceable(int from) {
            return (validity == null && type.layout() != Layout.BIT) || from % 64 == 0;
        }

        @Override
        public Plain slice(int from, int length) {
            MemorySegment part = type.layout() == Layout.BIT
                    ? values.asSlice(from / 8)
                    : values.asSlice((long) from * type.layout().bytes());
            return new Plain(type, length, part, Lanes.sliceBits(validity, from), heap);
        }
    }

    /// One value for all rows.
    record Constant(Type type, int length, Datum value) implements Column {
        @Override
        public boolean isNull(int row) {
            return value.isNull();
        }

        @Override
        public Datum datum(int row) {
            return value;
        }

        @Override
        public boolean sliceable(int from) {
            return true;
        }

        @Override
        public Constant slice(int from, int length) {
            return new Constant(type, length, value);
        }
    }

    /// `base + offset` for unsigned offsets of `width` bytes (1, 2 or 4).
    record Narrow(
            Type type,
            int length,
            long base,
            int width,
            MemorySegment offsets,
            @Nullable MemorySegment validity) implements Column {
        @Override
        public boolean isNull(int row) {
            return !Lanes.bit(validity, row);
        }

        @Override
        public Datum datum(int row) {
            return isNull(row) ? Datum.NULL : new Datum.Int(base + Lanes.unsigned(offsets, width, row));
        }

        @Override
        public boolean sliceable(int from) {
            return validity == null || from % 64 == 0;
        }

        @Override
        public Narrow slice(int from, int length) {
            return new Narrow(
                    type, length, base, width, offsets.asSlice((long) from * width), Lanes.sliceBits(validity, from));
        }
    }

    /// Unsigned codes of `width` bytes (1, 2 or 4) into a dictionary.
    record Dictionaried(
            Type type,
            int length,
            int width,
            MemorySegment codes,
            @Nullable MemorySegment validity,
            Dictionary dictionary)
            implements Column {
        @Override
        public boolean isNull(int row) {
            return !Lanes.bit(validity, row);
        }

        @Override
        public Datum datum(int row) {
            return isNull(row) ? Datum.NULL : dictionary.values().datum(code(row));
        }

        public int code(int row) {
            return (int) Lanes.unsigned(codes, width, row);
        }

        @Override
        public boolean sliceable(int from) {
            return validity == null || from % 64 == 0;
        }

        @Override
        public Dictionaried slice(int from, int length) {
            return new Dictionaried(
                    type,
                    length,
                    width,
                    codes.asSlice((long) from * width),
                    Lanes.sliceBits(validity, from),
                    dictionary);
        }
    }

    /// Runs of equal values: run `r` covers rows `ends[r-1] - skipped` (0 for the first) to `ends[r] - skipped`. The
    /// runs that a slice does not reach are left out at both ends; `values` has one row for each run of `ends` and
    /// is not itself in runs.
    record Runs(Type type, int length, int skipped, int runCount, MemorySegment ends, Column values) implements Column {
        /// The run that holds a row.
        public int run(int row) {
            int low = 0;
            int high = runCount - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (end(middle) > row) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        /// The first row after a run.
        public int end(int run) {
            return Math.min(length, Lanes.int32(ends, run) - skipped);
        }

        @Override
        public boolean isNull(int row) {
            return values.isNull(run(row));
        }

        @Override
        public Datum datum(int row) {
            return values.datum(run(row));
        }

        @Override
        public boolean sliceable(int from) {
            return values.sliceable(run(from));
        }

        @Override
        public Column slice(int from, int length) {
            int first = run(from);
            int last = run(from + length - 1);
            if (first == last) {
                return new Constant(type, length, values.datum(first));
            }
            int count = last - first + 1;
            return new Runs(
                    type,
                    length,
                    skipped + from,
                    count,
                    ends.asSlice(first * 4L, count * 4L),
                    values.slice(first, count));
        }
    }
}
