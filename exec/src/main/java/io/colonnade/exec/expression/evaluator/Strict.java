package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.page.Column;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A strict expression whose rows are computed by a kernel given as a function; the function is called once a page.
public final class Strict extends StrictEvaluator {
    /// What {@link StrictEvaluator#compute} does.
    @FunctionalInterface
    public interface Kernel {
        Column.Plain compute(
                List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch);
    }

    /// A kernel that fills memory of the result's layout.
    @FunctionalInterface
    public interface Filler {
        void fill(List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, MemorySegment target);
    }

    private final Kernel kernel;

    public Strict(Type type, List<Evaluator> operands, Kernel kernel) {
        super(type, operands);
        this.kernel = kernel;
    }

    public static Strict filling(Type type, List<Evaluator> operands, Filler filler) {
        return new Strict(type, operands, (inputs, rows, validity, scratch) -> {
            MemorySegment target = scratch.allocate(Math.max(8, type.layout().bytes(rows)));
            filler.fill(inputs, rows, validity, target);
            return new Column.Plain(type, rows, target, validity);
        });
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        return kernel.compute(inputs, rows, validity, scratch);
    }
}
