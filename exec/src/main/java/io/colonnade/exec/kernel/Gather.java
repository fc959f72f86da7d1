package io.colonnade.exec.kernel;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// The selected rows of a column, side by side and in the form they had, so that codes stay codes and are decoded
/// late or never.
///
/// ```text
/// Dictionary {ASIA, EUROPE} [0 1 0 1], selection [1 2]   ->   Dictionary {ASIA, EUROPE} [1 0]
/// Runs [3 9] {5, 7},                   selection [2 3]   ->   Plain [5 7]  (the form of the runs' values)
/// ```
///
/// *Ownership*: without a selection the column itself is returned; new memory comes from the allocator, and heaps and
/// dictionaries are shared.
/// *Ordering*: positions need not ascend for {@link #rows}, and may repeat.
public final class Gather {
    private Gather() {}

    public static Column column(Column column, @Nullable Selection selection, SegmentAllocator allocator) {
        return selection == null ? column : rows(column, selection, allocator);
    }

    /// The rows at any positions in any order, as joins and sorts need them.
    public static Column rows(Column column, Selection rows, SegmentAllocator allocator) {
        return switch (column) {
            case Column.Plain c -> Flatten.plain(c, rows, allocator);
            case Column.Constant c -> new Column.Constant(c.type(), rows.count(), c.value());
            case Column.Narrow c ->
                new Column.Narrow(
                        c.type(),
                        rows.count(),
                        c.base(),
                        c.width(),
                        unsigned(c.offsets(), c.width(), rows, allocator),
                        Bits.gather(c.validity(), rows, allocator));
            case Column.Dictionaried c ->
                new Column.Dictionaried(
                        c.type(),
                        rows.count(),
                        c.width(),
                        unsigned(c.codes(), c.width(), rows, allocator),
                        Bits.gather(c.validity(), rows, allocator),
                        c.dictionary());
            case Column.Runs c -> rows(c.values(), new Selection(runs(c, rows), rows.count()), allocator);
        };
    }

    /// The run of each row.
    private static int[] runs(Column.Runs column, Selection rows) {
        int[] positions = rows.positions();
        int[] runs = new int[rows.count()];
        int run = 0;
        for (int i = 0; i < runs.length; i++) {
            int row = positions[i];
            if (run > 0 && row < column.end(run - 1)) {
                run = column.run(row);
            }
            while (row >= column.end(run)) {
                run++;
            }
            runs[i] = run;
        }
        return runs;
    }

    private static MemorySegment unsigned(MemorySegment source, int width, Selection rows, SegmentAllocator allocator) {
        MemorySegment target = allocator.allocate(Math.max(8, (long) rows.count() * width));
        switch (width) {
            case 1 -> bytes(source, rows.positions(), rows.count(), target);
            case 2 -> shorts(source, rows.positions(), rows.count(), target);
            case 4 -> ints(source, rows.positions(), rows.count(), target);
            default -> throw new IllegalArgumentException("width " + width);
        }
        return target;
    }

    private static void bytes(MemorySegment source, int[] positions, int count, MemorySegment target) {
        for (int i = 0; i < count; i++) {
            target.set(Lanes.BYTE, i, source.get(Lanes.BYTE, positions[i]));
        }
    }

    private static void shorts(MemorySegment source, int[] positions, int count, MemorySegment target) {
        for (int i = 0; i < count; i++) {
            target.set(Lanes.SHORT, i * 2L, source.get(Lanes.SHORT, positions[i] * 2L));
        }
    }

    private static void ints(MemorySegment source, int[] positions, int count, MemorySegment target) {
        for (int i = 0; i < count; i++) {
            target.set(Lanes.INT, i * 4L, source.get(Lanes.INT, positions[i] * 4L));
        }
    }
}
