package io.colonnade.exec.expression.call;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.kernel.text.ViewWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// RANDOM and UUID: a new value for each row.
///
/// Each evaluator walks a sequence of its own, which begins at the seed of the statement and a number that no
/// other evaluator of the process has (SplitMix64).
final class RandomCall implements Evaluator {
    private static final AtomicLong NEXT = new AtomicLong();
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final int FRACTION_BITS = 53;

    private final Expression.Call call;
    private long state;

    RandomCall(Expression.Call call) {
        if (call.arguments().size() != 1
                || !(call.arguments().getFirst() instanceof Expression.Literal literal)
                || !(literal.value() instanceof Datum.Int seed)) {
            throw EngineException.internal(call.function().sqlName() + " without a seed");
        }
        this.call = call;
        this.state = mixed(seed.value()) + mixed(NEXT.incrementAndGet() * STEP);
    }

    private static long mixed(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    private long next() {
        state += STEP;
        return mixed(state);
    }

    @Override
    public Column evaluate(Page page, SegmentAllocator scratch) {
        int rows = page.rows();
        if (call.function() == Function.RANDOM) {
            MemorySegment values = scratch.allocate(Math.max(8, rows * 8L));
            for (int row = 0; row < rows; row++) {
                values.set(Lanes.DOUBLE, row * 8L, (next() >>> Long.SIZE - FRACTION_BITS) * 0x1p-53);
            }
            return new Column.Plain(call.type(), rows, values, null);
        }
        ViewWriter texts = new ViewWriter(rows, List.of(), scratch);
        for (int row = 0; row < rows; row++) {
            texts.set(row, uuid());
        }
        return texts.column(call.type(), rows, null);
    }

    /// Version 4, variant 1.
    private String uuid() {
        return new UUID(next() & ~0xF000L | 0x4000L, next() >>> 2 | Long.MIN_VALUE).toString();
    }
}
