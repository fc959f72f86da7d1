package io.colonnade.exec.operator.state;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Values of the rows that count as 64-bit words in an array, from every form of column whose values fit one.
///
/// | Layout | Word |
/// |---|---|
/// | BIT | 0 or 1 |
/// | INT32, INT64 | the value |
/// | FLOAT64 | its bits, with one zero and one NaN |
///
/// Where a row is NULL its word is undefined.
public final class Decode {
    private Decode() {}

    /// Words of INT32 and INT64 columns, of BIT and of FLOAT64; memory for rare forms comes from `scratch`.
    public static void words(Column column, @Nullable Selection selection, long[] words, SegmentAllocator scratch) {
        int rows = selection == null ? column.length() : selection.count();
        switch (column) {
            case Column.Constant c -> Arrays.fill(words, 0, rows, constant(c.value()));
            case Column.Narrow c -> narrow(c, selection, rows, words);
            case Column.Plain c -> plain(c, selection, rows, words);
            case Column.Dictionaried c -> plain(Flatten.plain(c, selection, scratch), null, rows, words);
            case Column.Runs c -> runs(c, selection, rows, words, scratch);
        }
    }

    /// The word of a single value; of NULL it is 0.
    public static long constant(Datum value) {
        return switch (value) {
            case Datum.Null n -> 0;
            case Datum.Bool b -> b.value() ? 1 : 0;
            case Datum.Int i -> i.value();
            case Datum.Real r -> bits(r.value());
            case Datum.Wide w -> throw new IllegalArgumentException("a wide decimal is no word");
            case Datum.Text t -> throw new IllegalArgumentException("a string is no word");
        };
    }

    /// Bits under which equal doubles are equal.
    public static long bits(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }

    /// Which of the rows that count are NULL; answers whether any is, and leaves `nulls` alone if none.
    public static boolean nulls(Column column, @Nullable Selection selection, boolean[] nulls) {
        int rows = selection == null ? column.length() : selection.count();
        return switch (column) {
            case Column.Plain c -> nulls(c.validity(), selection, rows, nulls);
            case Column.Narrow c -> nulls(c.validity(), selection, rows, nulls);
            case Column.Dictionaried c -> nulls(c.validity(), selection, rows, nulls);
            case Column.Constant c -> {
                if (c.value().isNull()) {
                    Arrays.fill(nulls, 0, rows, true);
                }
                yield c.value().isNull() && rows > 0;
            }
            case Column.Runs c -> runNulls(c, selection, rows, nulls);
        };
    }

    /// Whether a column may hold NULLs at all, without looking at its rows.
    public static boolean mayBeNull(Column column) {
        return switch (column) {
            case Column.Plain c -> c.validity() != null;
            case Column.Narrow c -> c.validity() != null;
            case Column.Dictionaried c -> c.validity() != null;
            case Column.Constant c -> c.value().isNull();
            case Column.Runs c -> mayBeNull(c.values());
        };
    }

    private static boolean nulls(
            @Nullable MemorySegment validity, @Nullable Selection selection, int rows, boolean[] nulls) {
        if (validity == null) {
            return false;
        }
        boolean any = false;
        for (int i = 0; i < rows; i++) {
            int row = selection == null ? i : selection.positions()[i];
            boolean isNull = !Lanes.bit(validity, row);
            nulls[i] = isNull;
            any |= isNull;
        }
        return any;
    }

    private static boolean runNulls(Column.Runs column, @Nullable Selection selection, int rows, boolean[] nulls) {
        if (!mayBeNull(column.values())) {
            return false;
        }
        boolean any = false;
        int run = 0;
        int end = column.end(0);
        boolean isNull = column.values().isNull(0);
        for (int i = 0; i < rows; i++) {
            int row = selection == null ? i : selection.positions()[i];
            while (row >= end) {
                run++;
                end = column.end(run);
                isNull = column.values().isNull(run);
            }
            nulls[i] = isNull;
            any |= isNull;
        }
        return any;
    }

    private static void runs(
            Column.Runs column, @Nullable Selection selection, int rows, long[] words, SegmentAllocator scratch) {
        long[] values = new long[column.runCount()];
        words(column.values(), null, values, scratch);
        int run = 0;
        int end = column.end(0);
        for (int i = 0; i < rows; i++) {
            int row = selection == null ? i : selection.positions()[i];
            while (row >= end) {
                run++;
                end = column.end(run);
            }
            words[i] = values[run];
        }
    }

    private static void plain(Column.Plain column, @Nullable Selection selection, int rows, long[] words) {
        MemorySegment values = column.values();
        if (column.layout() == Layout.INT32) {
            if (selection == null) {
                ints(values, rows, words);
            } else {
                ints(values, selection.positions(), rows, words);
            }
        } else if (column.layout() == Layout.INT64) {
            if (selection == null) {
                MemorySegment.copy(values, Lanes.LONG, 0, words, 0, rows);
            } else {
                longs(values, selection.positions(), rows, words);
            }
        } else if (column.layout() == Layout.FLOAT64) {
            for (int i = 0; i < rows; i++) {
                int row = selection == null ? i : selection.positions()[i];
                words[i] = bits(values.get(Lanes.DOUBLE, row * 8L));
            }
        } else if (column.layout() == Layout.BIT) {
            for (int i = 0; i < rows; i++) {
                int row = selection == null ? i : selection.positions()[i];
                words[i] = Lanes.bit(values, row) ? 1 : 0;
            }
        } else {
            throw new IllegalArgumentException(column.type().sql() + " values are no words");
        }
    }

    private static void narrow(Column.Narrow column, @Nullable Selection selection, int rows, long[] words) {
        MemorySegment offsets = column.offsets();
        long base = column.base();
        if (selection == null) {
            switch (column.width()) {
                case 1 -> bytes(offsets, base, rows, words);
                case 2 -> shorts(offsets, base, rows, words);
                default -> unsignedInts(offsets, base, rows, words);
            }
        } else {
            int[] positions = selection.positions();
            switch (column.width()) {
                case 1 -> bytes(offsets, base, positions, rows, words);
                case 2 -> shorts(offsets, base, positions, rows, words);
                default -> unsignedInts(offsets, base, positions, rows, words);
            }
        }
    }

    private static void ints(MemorySegment values, int rows, long[] words) {
        for (int i = 0; i < rows; i++) {
            words[i] = values.get(Lanes.INT, i * 4L);
        }
    }

    private static void ints(MemorySegment values, int[] positions, int rows, long[] words) {
        for (int i = 0; i < rows; i++) {
            words[i] = values.get(Lanes.INT, positions[i] * 4L);
        }
    }

    private static void longs(MemorySegment values, int[] positions, int rows, long[] words) {
        for (int i = 0; i < rows; i++) {
            words[i] = values.get(Lanes.LONG, positions[i] * 8L);
        }
    }

    private static void bytes(MemorySegment offsets, long base, int rows, long[] words) {
        for (int i = 0; i < rows; i++) {
            words[i] = base + (offsets.get(Lanes.BYTE, i) & 0xFF);
        }
    }

    private static void bytes(MemorySegment offsets, long base, int[] positions, int rows, long[] words) {
        for (int i = 0; i < rows; i++) {
            words[i] = base + (offsets.get(Lanes.BYTE, positions[i]) & 0xFF);
        }
    }

    private static void shorts(MemorySegment offsets, long base, int rows, long[] words) {
        for (int i = 0; i < rows; i++) {
            words[i] = base + (offsets.get(Lanes.SHORT, i * 2L) & 0xFFFF);
        }
    }

    private static void shorts(MemorySegment offsets, long base, int[] positions, int rows, long[] words) {
        for (int i = 0; i < rows; i++) {
            words[i] = base + (offsets.get(Lanes.SHORT, positions[i] * 2L) & 0xFFFF);
        }
    }

    private static void unsignedInts(MemorySegment offsets, long base, int rows, long[] words) {
        for (int i = 0; i < rows; i++) {
            words[i] = base + (offsets.get(Lanes.INT, i * 4L) & 0xFFFF_FFFFL);
        }
    }

    private static void unsignedInts(MemorySegment offsets, long base, int[] positions, int rows, long[] words) {
        for (int i = 0; i < rows; i++) {
            words[i] = base + (offsets.get(Lanes.INT, positions[i] * 4L) & 0xFFFF_FFFFL);
        }
    }
}
