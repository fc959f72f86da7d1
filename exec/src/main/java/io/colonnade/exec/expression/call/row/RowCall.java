package io.colonnade.exec.expression.call.row;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.StrictEvaluator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call computed value by value: once for each run, entry of a dictionary, or row.
final class RowCall extends StrictEvaluator {
    private final String name;
    private final List<Type> types;
    private final RowKernel kernel;

    RowCall(Expression.Call call, List<Evaluator> arguments, boolean tolerant, RowKernel kernel) {
        super(call.type(), arguments, tolerant);
        this.name = call.function().sqlName();
        this.types = call.arguments().stream().map(Expression::type).toList();
        this.kernel = kernel;
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        RowArguments in = new RowArguments(inputs, types);
        RowResult out = new RowResult(name, type(), rows, validity, scratch);
        for (int row = 0; row < rows; row++) {
            out.moveTo(row);
            if (Lanes.bit(validity, row)) {
                in.moveTo(row);
                kernel.compute(in, out);
            } else {
                out.skip();
            }
        }
        return out.column();
    }
}
