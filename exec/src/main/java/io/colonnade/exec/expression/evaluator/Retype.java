package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.SegmentAllocator;

/// Gives a column another type whose values are the same in memory, in the column's own form.
public record Retype(Evaluator value, Type type) implements Evaluator {
    @Override
    public Column evaluate(Page page, SegmentAllocator scratch) {
        return column(value.evaluate(page, scratch), type);
    }

    public static Column column(Column column, Type type) {
        if (column.type().equals(type)) {
            return column;
        }
        return switch (column) {
            case Column.Plain c -> plain(c, type);
            case Column.Constant c -> new Column.Constant(type, c.length(), c.value());
            case Column.Narrow c -> new Column.Narrow(type, c.length(), c.base(), c.width(), c.offsets(), c.validity());
            case Column.Dictionaried c -> {
                Dictionary dictionary = c.dictionary();
                yield new Column.Dictionaried(
                        type,
                        c.length(),
                        c.width(),
                        c.codes(),
                        c.validity(),
                        new Dictionary(dictionary.id(), plain(dictionary.values(), type)));
            }
            case Column.Runs c ->
                new Column.Runs(type, c.length(), c.skipped(), c.runCount(), c.ends(), column(c.values(), type));
        };
    }

    private static Column.Plain plain(Column.Plain column, Type type) {
        return new Column.Plain(type, column.length(), column.values(), column.validity(), column.heap());
    }

    /// Whether a column of int32 values can be called one of int64 values without touching them.
    public static boolean widensFreely(Column column) {
        return column instanceof Column.Narrow || column instanceof Column.Constant;
    }

    public static boolean sameLayout(Type from, Type to) {
        return from.layout() == to.layout() && from.layout() != Layout.BIT;
    }
}
