package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.page.Column;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.Bitmaps;
import io.colonnade.exec.kernel.Words;
import io.colonnade.exec.kernel.filter.RangeScan;
import io.colonnade.exec.kernel.filter.TextSet;
import io.colonnade.exec.kernel.filter.ValueScan;
import io.colonnade.exec.kernel.filter.ValueTest;
import io.colonnade.exec.kernel.filter.WideSet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// IN over a list of constants: a bit table or hash set made once.
public final class InEvaluator extends StrictEvaluator {
    private final Members members;
    private final long[] mask = new long[Words.MAX];

    /// The list in the shape that suits its type.
    private sealed interface Members {
        /// INT32 and INT64.
        record Integers(ValueTest test) implements Members {}

        /// INT128 and FLOAT64.
        record Wides(WideSet values) implements Members {}

        record Texts(TextSet values) implements Members {}

        record Booleans(boolean holdsTrue, boolean holdsFalse) implements Members {}
    }

    private static final ValueScan SCAN = new ValueScan(RangeScan.best());

    public InEvaluator(Type type, Evaluator value, List<Datum> values) {
        super(Type.BOOLEAN, List.of(value));
        this.members = switch (type.layout()) {
            case INT32, INT64 -> new Members.Integers(ValueTest.of(Constants.longs(values)));
            case INT128, FLOAT64 -> new Members.Wides(WideSet.of(values));
            case VIEW -> new Members.Texts(new TextSet(texts(type, values)));
            case BIT -> new Members.Booleans(values.contains(Datum.TRUE), values.contains(Datum.FALSE));
        };
    }

    private static List<String> texts(Type type, List<Datum> values) {
        return values.stream()
                .map(value -> Constants.canonical(type, value))
                .map(value -> value instanceof Datum.Text text ? text.value() : "")
                .distinct()
                .toList();
    }

    @Override
    protected Column.Plain compute(
            List<Column.Plain> inputs, int rows, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        Column.Plain input = inputs.getFirst();
        MemorySegment bits = Bitmaps.allocate(rows, scratch);
        switch (members) {
            case Members.Integers m -> {
                SCAN.scan(input, m.test(), mask);
                bits = Bitmaps.of(mask, rows, scratch);
            }
            case Members.Wides m -> m.values().contains(input, bits);
            case Members.Texts m -> m.values().contains(input, bits);
            case Members.Booleans m when m.holdsTrue() && m.holdsFalse() -> bits.fill((byte) -1);
            case Members.Booleans m when m.holdsTrue() -> bits = input.values();
            case Members.Booleans m -> Bitmaps.not(input.values(), rows, bits);
        }
        return new Column.Plain(Type.BOOLEAN, rows, bits, validity);
    }
}
