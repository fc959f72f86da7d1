package io.colonnade.exec.expression;

import io.colonnade.core.page.Page;
import java.lang.foreign.SegmentAllocator;

/// One conjunct of a predicate, in two ways: all rows of a page into a mask, or the rows that are left.
sealed interface RowTest permits ColumnTest, GeneralTest {
    /// Whether testing all rows of this page is cheap, and cannot fail for rows that were dropped already.
    boolean scans(Page page, SegmentAllocator scratch);

    /// Sets the bits of the rows that pass, whatever the page's selection.
    void scan(Page page, SegmentAllocator scratch, long[] mask);

    /// Keeps the rows among `rows` that pass and returns how many; `kept` may be `rows`.
    int narrow(Page page, SegmentAllocator scratch, int[] rows, int count, int[] kept);
}
