package io.colonnade.exec.expression;

import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.exec.expression.evaluator.Predicate;
import io.colonnade.exec.kernel.Words;
import io.colonnade.exec.kernel.filter.RangeScan;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Conjuncts one after the other.
///
/// ```text
/// all rows   --scan-->   mask of rows   --scan-->   mask   --few are left-->   positions   --narrow-->   positions
/// ```
///
/// Scans test every row of the page with the Vector API, so they pay as long as many rows are left; then positions are
/// narrowed one by one.
final class ConjunctionPredicate implements Predicate {
    /// Below one row in this many it is cheaper to test the rows that are left than to scan all.
    private static final int SPARSE = 8;

    private final List<RowTest> tests;
    private final RangeScan ranges;
    private final int[] positions = new int[Page.ROWS_MAX];
    private final long[] mask = new long[Words.MAX];
    private final long[] next = new long[Words.MAX];

    ConjunctionPredicate(List<RowTest> tests, RangeScan ranges) {
        this.tests = List.copyOf(tests);
        this.ranges = ranges;
    }

    @Override
    public @Nullable Selection select(Page page, SegmentAllocator scratch) {
        return page.selection() == null ? scan(page, scratch) : narrow(page, page.selection(), 0, scratch);
    }

    private @Nullable Selection scan(Page page, SegmentAllocator scratch) {
        int rows = page.length();
        int left = rows;
        int done = 0;
        while (done < tests.size() && left > 0) {
            RowTest test = tests.get(done);
            boolean all = left == rows;
            if (!all && (left < rows / SPARSE || !test.scans(page, scratch))) {
                break;
            }
            test.scan(page, scratch, all ? mask : next);
            if (!all) {
                Words.and(mask, next, rows);
            }
            left = Words.trim(mask, rows);
            done++;
        }
        if (left == rows) {
            return null;
        }
        Selection selection = new Selection(positions, ranges.positions(mask, rows, positions));
        return narrow(page, selection, done, scratch);
    }

    /// Narrows a selection by the conjuncts from `first` on; the page's own selection is not changed.
    private Selection narrow(Page page, Selection selection, int first, SegmentAllocator scratch) {
        int[] rows = selection.positions();
        int count = selection.count();
        for (int i = first; i < tests.size() && count > 0; i++) {
            count = tests.get(i).narrow(page, scratch, rows, count, positions);
            rows = positions;
        }
        return count == selection.count() ? selection : new Selection(positions, count);
    }
}
