package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.page.Column;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.Bitmaps;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// NOT, 64 rows at a time.
public final class NotEvaluator extends StrictEvaluator {
    public NotEvaluator(Evaluator term) {
        super(Type.BOOLEAN, List.of(term));
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        MemorySegment bits = Bitmaps.allocate(rows, scratch);
        Bitmaps.not(inputs.getFirst().values(), rows, bits);
        return new Column.Plain(Type.BOOLEAN, rows, bits, validity);
    }
}
