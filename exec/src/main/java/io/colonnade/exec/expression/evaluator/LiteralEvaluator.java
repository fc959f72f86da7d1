package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.SegmentAllocator;

/// One value for all rows.
public record LiteralEvaluator(Type type, Datum value) implements Evaluator {
    @Override
    public Column.Constant evaluate(Page page, SegmentAllocator scratch) {
        return new Column.Constant(type, page.rows(), value);
    }
}
