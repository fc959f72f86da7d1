package io.colonnade.storage.verify;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import java.lang.foreign.MemorySegment;

/// The least and the greatest of the values that were added, and how many were NULL.
final class ValueRange {
    private long rows;
    private long nulls;
    private Datum min = Datum.NULL;
    private Datum max = Datum.NULL;

    static ValueRange of(Column.Plain values) {
        ValueRange range = new ValueRange();
        range.rows = values.length();
        range.nulls = values.validity() == null ? 0 : range.rows - Bits.count(values.validity(), values.length());
        if (range.nulls < range.rows) {
            switch (values.layout()) {
                case INT32 -> range.addInts(values);
                case INT64 -> range.addLongs(values);
                case BIT, FLOAT64, INT128, VIEW -> range.addOrdered(values);
            }
        }
        return range;
    }

    private void addInts(Column.Plain column) {
        MemorySegment values = column.values();
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        for (int row = 0; row < column.length(); row++) {
            if (nulls == 0 || !column.isNull(row)) {
                int value = Lanes.int32(values, row);
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        min = Datum.of((long) least);
        max = Datum.of((long) most);
    }

    private void addLongs(Column.Plain column) {
        MemorySegment values = column.values();
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int row = 0; row < column.length(); row++) {
            if (nulls == 0 || !column.isNull(row)) {
                long value = Lanes.int64(values, row);
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        min = Datum.of(least);
        max = Datum.of(most);
    }

    private void addOrdered(Column.Plain column) {
        int least = -1;
        int most = -1;
        for (int row = 0; row < column.length(); row++) {
            if (nulls == 0 || !column.isNull(row)) {
                least = least < 0 || Values.compare(column, row, least) < 0 ? row : least;
                most = most < 0 || Values.compare(column, row, most) > 0 ? row : most;
            }
        }
        min = column.datum(least);
        max = column.datum(most);
    }

    void add(ValueRange other) {
        rows += other.rows;
        nulls += other.nulls;
        min = min.isNull() || !other.min.isNull() && DatumOrder.compare(other.min, min) < 0 ? other.min : min;
        max = max.isNull() || !other.max.isNull() && DatumOrder.compare(other.max, max) > 0 ? other.max : max;
    }

    long rows() {
        return rows;
    }

    long nulls() {
        return nulls;
    }

    Datum min() {
        return min;
    }

    Datum max() {
        return max;
    }

    boolean is(Datum least, Datum most, long nullCount) {
        return nulls == nullCount && Values.isSame(min, least) && Values.isSame(max, most);
    }

    static String text(Datum least, Datum most, long nullCount) {
        return text(least) + " to " + text(most) + " and " + nullCount + " NULLs";
    }

    private static String text(Datum value) {
        return switch (value) {
            case Datum.Null n -> "none";
            case Datum.Bool b -> String.valueOf(b.value());
            case Datum.Int i -> String.valueOf(i.value());
            case Datum.Wide w -> w.value().toString();
            case Datum.Real r -> String.valueOf(r.value());
            case Datum.Text t ->
                '\'' + (t.value().length() > 40 ? t.value().substring(0, 40) + "..." : t.value()) + '\'';
        };
    }

    @Override
    public String toString() {
        return text(min, max, nulls);
    }
}
