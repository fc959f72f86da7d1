package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.page.Column;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.filter.Comparisons;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A comparison as a BOOLEAN column.
public final class ComparisonEvaluator extends StrictEvaluator {
    private final ComparisonOperator operator;

    public ComparisonEvaluator(ComparisonOperator operator, Evaluator left, Evaluator right) {
        super(Type.BOOLEAN, List.of(left, right));
        this.operator = operator;
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        MemorySegment bits = Comparisons.compare(operator, inputs.get(0), inputs.get(1), scratch);
        return new Column.Plain(Type.BOOLEAN, rows, bits, validity);
    }
}
