package io.colonnade.storage.verify;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import java.lang.foreign.MemorySegment;

/// Loops over flat columns.
final class Values {
    private Values() {}

    /// The SQL order of two rows of a column, NULL last.
    static int compare(Column.Plain column, int a, int b) {
        boolean absent = column.isNull(a);
        if (absent || column.isNull(b)) {
            return Boolean.compare(absent, column.isNull(b));
        }
        MemorySegment values = column.values();
        return switch (column.layout()) {
            case BIT -> Boolean.compare(Lanes.bit(values, a), Lanes.bit(values, b));
            case INT32 -> Integer.compare(Lanes.int32(values, a), Lanes.int32(values, b));
            case INT64 -> Long.compare(Lanes.int64(values, a), Lanes.int64(values, b));
            case FLOAT64 -> Double.compare(real(values, a), real(values, b));
            case INT128 -> compareWide(values, a, b);
            case VIEW -> Views.compare(values, column.heap(), a, values, column.heap(), b);
        };
    }

    private static int compareWide(MemorySegment values, int a, int b) {
        int high = Long.compare(Lanes.int64(values, 2L * a + 1), Lanes.int64(values, 2L * b + 1));
        return high != 0 ? high : Long.compareUnsigned(Lanes.int64(values, 2L * a), Lanes.int64(values, 2L * b));
    }

    /// Adding zero makes one zero of two.
    private static double real(MemorySegment values, int row) {
        return values.get(Lanes.DOUBLE, row * 8L) + 0.0;
    }

    /// The first row in which two columns of one type differ, -1 if they are the same.
    static int mismatch(Column.Plain left, Column.Plain right) {
        int rows = left.length();
        if (left.validity() == null && right.validity() == null && isFixed(left)) {
            long bytes = left.layout().bytes(rows);
            long at = MemorySegment.mismatch(left.values(), 0, bytes, right.values(), 0, bytes);
            if (at < 0) {
                return -1;
            }
        }
        for (int row = 0; row < rows; row++) {
            if (!areEqual(left, right, row)) {
                return row;
            }
        }
        return -1;
    }

    private static boolean isFixed(Column.Plain column) {
        return switch (column.layout()) {
            case INT32, INT64, INT128, FLOAT64 -> true;
            case BIT, VIEW -> false;
        };
    }

    static boolean areEqual(Column.Plain left, Column.Plain right, int row) {
        boolean absent = left.isNull(row);
        if (absent || right.isNull(row)) {
            return absent == right.isNull(row);
        }
        MemorySegment a = left.values();
        MemorySegment b = right.values();
        return switch (left.layout()) {
            case BIT -> Lanes.bit(a, row) == Lanes.bit(b, row);
            case INT32 -> Lanes.int32(a, row) == Lanes.int32(b, row);
            case INT64 -> Lanes.int64(a, row) == Lanes.int64(b, row);
            case FLOAT64 -> Double.compare(real(a, row), real(b, row)) == 0;
            case INT128 ->
                Lanes.int64(a, 2L * row) == Lanes.int64(b, 2L * row)
                        && Lanes.int64(a, 2L * row + 1) == Lanes.int64(b, 2L * row + 1);
            case VIEW -> Views.areEqual(a, left.heap(), row, b, right.heap(), row);
        };
    }

    /// Whether two bounds are the same, or both none.
    static boolean isSame(Datum left, Datum right) {
        if (left.isNull() || right.isNull()) {
            return left.isNull() && right.isNull();
        }
        try {
            return DatumOrder.compare(left, right) == 0;
        } catch (IllegalArgumentException e) {
            // Values of two types.
            return false;
        }
    }
}
