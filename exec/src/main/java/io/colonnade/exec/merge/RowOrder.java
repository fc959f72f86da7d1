package io.colonnade.exec.merge;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.plan.SortKey;
import java.lang.foreign.MemorySegment;

/// The order of two values of plain columns of one type, as ORDER BY has it: text by its bytes, NaN the greatest
/// number, minus zero equal to zero.
final class RowOrder {
    private RowOrder() {}

    static int compare(Column.Plain left, int leftRow, Column.Plain right, int rightRow, SortKey key) {
        boolean leftNull = left.isNull(leftRow);
        boolean rightNull = right.isNull(rightRow);
        if (leftNull || rightNull) {
            if (leftNull == rightNull) {
                return 0;
            }
            return leftNull == key.nullsFirst() ? -1 : 1;
        }
        int order = values(left, leftRow, right, rightRow);
        return key.ascending() ? order : -order;
    }

    private static int values(Column.Plain left, int leftRow, Column.Plain right, int rightRow) {
        MemorySegment a = left.values();
        MemorySegment b = right.values();
        return switch (left.layout()) {
            case BIT -> Boolean.compare(Lanes.bit(a, leftRow), Lanes.bit(b, rightRow));
            case INT32 -> Integer.compare(Lanes.int32(a, leftRow), Lanes.int32(b, rightRow));
            case INT64 -> Long.compare(Lanes.int64(a, leftRow), Lanes.int64(b, rightRow));
            case INT128 -> {
                int high = Long.compare(a.get(Lanes.LONG, leftRow * 16L + 8), b.get(Lanes.LONG, rightRow * 16L + 8));
                yield high != 0
                        ? high
                        : Long.compareUnsigned(a.get(Lanes.LONG, leftRow * 16L), b.get(Lanes.LONG, rightRow * 16L));
            }
            case FLOAT64 ->
                Double.compare(a.get(Lanes.DOUBLE, leftRow * 8L) + 0.0, b.get(Lanes.DOUBLE, rightRow * 8L) + 0.0);
            case VIEW -> texts(Lanes.viewBytes(a, left.heap(), leftRow), Lanes.viewBytes(b, right.heap(), rightRow));
        };
    }

    private static int texts(MemorySegment left, MemorySegment right) {
        long at = left.mismatch(right);
        if (at < 0) {
            return 0;
        }
        if (at == left.byteSize() || at == right.byteSize()) {
            return Long.compare(left.byteSize(), right.byteSize());
        }
        return Byte.compareUnsigned(left.get(Lanes.BYTE, at), right.get(Lanes.BYTE, at));
    }
}
