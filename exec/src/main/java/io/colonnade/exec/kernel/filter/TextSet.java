package io.colonnade.exec.kernel.filter;

import io.colonnade.core.kernel.KeyHash;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// An immutable set of strings by open addressing; views are looked up without making Strings of them.
public final class TextSet {
    private final Column.Plain members;
    private final int[] slots;

    public TextSet(List<String> values) {
        members = ColumnBuilder.of(Type.VARCHAR, values.stream().map(Datum::of).toList(), Arena.ofAuto());
        slots = new int[Integer.highestOneBit(Math.max(8, values.size() * 4 - 1))];
        for (int row = 0; row < members.length(); row++) {
            int at = slot(members, row);
            while (slots[at] != 0) {
                at = at + 1 & slots.length - 1;
            }
            slots[at] = row + 1;
        }
    }

    private int slot(Column.Plain column, int row) {
        long hash = KeyHash.bytes(Lanes.viewBytes(column.values(), column.heap(), row));
        return (int) hash & slots.length - 1;
    }

    private boolean contains(Column.Plain column, int row) {
        int at = slot(column, row);
        while (slots[at] != 0) {
            int member = slots[at] - 1;
            if (Views.compare(column.values(), column.heap(), row, members.values(), members.heap(), member) == 0) {
                return true;
            }
            at = at + 1 & slots.length - 1;
        }
        return false;
    }

    /// Which of the present rows hold a string of the set.
    public void contains(Column.Plain column, MemorySegment bits) {
        int rows = column.length();
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (!column.isNull(from + i) && contains(column, from + i) ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }
}
