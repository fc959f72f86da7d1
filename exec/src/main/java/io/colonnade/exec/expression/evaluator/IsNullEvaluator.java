package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.Bitmaps;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// IS NULL: the complement of the validity, without looking at values.
public record IsNullEvaluator(Evaluator term) implements Evaluator {
    @Override
    public Column evaluate(Page page, SegmentAllocator scratch) {
        Column column = term.evaluate(page, scratch);
        return switch (column) {
            case Column.Plain c -> of(c.validity(), c.length(), scratch);
            case Column.Narrow c -> of(c.validity(), c.length(), scratch);
            case Column.Dictionaried c -> of(c.validity(), c.length(), scratch);
            case Column.Constant c ->
                new Column.Constant(Type.BOOLEAN, c.length(), Datum.of(c.value().isNull()));
            case Column.Runs c -> of(Flatten.plain(c, null, scratch).validity(), c.length(), scratch);
        };
    }

    private static Column of(@Nullable MemorySegment validity, int rows, SegmentAllocator scratch) {
        if (validity == null) {
            return new Column.Constant(Type.BOOLEAN, rows, Datum.FALSE);
        }
        MemorySegment bits = Bitmaps.allocate(rows, scratch);
        Bitmaps.not(validity, rows, bits);
        return new Column.Plain(Type.BOOLEAN, rows, bits, null);
    }
}
