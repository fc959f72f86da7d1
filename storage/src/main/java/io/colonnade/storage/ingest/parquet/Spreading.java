package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import java.lang.foreign.MemorySegment;

/// Moves values that lie side by side to the rows that have one, in place, from the last to the first.
///
/// ```text
/// validity 1 0 0 1 1     a b c . .   ->   a 0 0 b c
/// ```
final class Spreading {
    private Spreading() {}

    /// `present` values begin at row `from`, where `rows` rows shall be.
    static void spread(Layout layout, MemorySegment values, MemorySegment validity, int from, int rows, int present) {
        int left = present;
        // Where as many values are left as rows, they are where they belong.
        for (int row = from + rows - 1; row - from >= left; row--) {
            boolean isPresent = Lanes.bit(validity, row);
            int source = isPresent ? from + --left : -1;
            switch (layout) {
                case BIT -> Lanes.setBit(values, row, isPresent && Lanes.bit(values, source));
                case INT32 -> values.set(Lanes.INT, row * 4L, isPresent ? values.get(Lanes.INT, source * 4L) : 0);
                case INT64, FLOAT64 ->
                    values.set(Lanes.LONG, row * 8L, isPresent ? values.get(Lanes.LONG, source * 8L) : 0);
                case INT128, VIEW -> {
                    values.set(Lanes.LONG, row * 16L, isPresent ? values.get(Lanes.LONG, source * 16L) : 0);
                    values.set(Lanes.LONG, row * 16L + 8, isPresent ? values.get(Lanes.LONG, source * 16L + 8) : 0);
                }
            }
        }
    }
}
