package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.exec.kernel.Gather;
import java.lang.foreign.SegmentAllocator;

/// A column of the input page, in its own form.
public record ColumnEvaluator(int index) implements Evaluator {
    @Override
    public Column evaluate(Page page, SegmentAllocator scratch) {
        return Gather.column(page.column(index), page.selection(), scratch);
    }
}
