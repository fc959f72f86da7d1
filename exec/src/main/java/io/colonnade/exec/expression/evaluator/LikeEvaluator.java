package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.page.Column;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.Bitmaps;
import io.colonnade.exec.kernel.text.LikePattern;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// LIKE with a pattern compiled once.
public final class LikeEvaluator extends StrictEvaluator {
    private final LikePattern pattern;

    public LikeEvaluator(Evaluator value, LikePattern pattern) {
        super(Type.BOOLEAN, List.of(value));
        this.pattern = pattern;
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        MemorySegment bits = Bitmaps.allocate(rows, scratch);
        pattern.match(inputs.getFirst(), bits);
        return new Column.Plain(Type.BOOLEAN, rows, bits, validity);
    }
}
