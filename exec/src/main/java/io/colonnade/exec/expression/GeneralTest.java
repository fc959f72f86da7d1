package io.colonnade.exec.expression;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.kernel.Words;
import java.lang.foreign.SegmentAllocator;

/// Any condition: evaluated as a BOOLEAN column of the rows that are left.
record GeneralTest(Evaluator condition) implements RowTest {
    @Override
    public boolean scans(Page page, SegmentAllocator scratch) {
        return false;
    }

    @Override
    public void scan(Page page, SegmentAllocator scratch, long[] mask) {
        Column.Plain result = Flatten.plain(condition.evaluate(page.select(null), scratch), null, scratch);
        Words.load(result.values(), page.length(), mask);
        Words.and(mask, result.validity(), page.length());
    }

    @Override
    public int narrow(Page page, SegmentAllocator scratch, int[] rows, int count, int[] kept) {
        Column column = condition.evaluate(page.select(new Selection(rows, count)), scratch);
        if (column instanceof Column.Constant constant) {
            if (constant.value().equals(Datum.TRUE)) {
                System.arraycopy(rows, 0, kept, 0, count);
                return count;
            }
            return 0;
        }
        Column.Plain result = Flatten.plain(column, null, scratch);
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += Lanes.bit(result.values(), i) && Lanes.bit(result.validity(), i) ? 1 : 0;
        }
        return n;
    }
}
