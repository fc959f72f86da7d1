package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.DatumText;
import java.math.BigDecimal;
import java.util.List;

/// The arguments of one call, row after row. Reading one as what it is not is an internal error.
final class RowArguments {
    private final List<Column.Plain> columns;
    private final List<Type> types;
    private int row;

    /// `types` are those that the plan gives the columns; their lengths and precisions may differ.
    RowArguments(List<Column.Plain> columns, List<Type> types) {
        this.columns = columns;
        this.types = types;
    }

    void moveTo(int position) {
        row = position;
    }

    int count() {
        return columns.size();
    }

    Type type(int index) {
        return types.get(index);
    }

    boolean isNull(int index) {
        return columns.get(index).isNull(row);
    }

    String text(int index) {
        Column.Plain column = column(index, Layout.VIEW);
        return Lanes.text(column.values(), column.heap(), row);
    }

    boolean flag(int index) {
        return Lanes.bit(column(index, Layout.BIT).values(), row);
    }

    double real(int index) {
        return column(index, Layout.FLOAT64).values().get(Lanes.DOUBLE, row * 8L);
    }

    /// An integer, days, or microseconds.
    long integer(int index) {
        Column.Plain column = columns.get(index);
        if (column.layout() == Layout.INT32) {
            return Lanes.int32(column.values(), row);
        }
        return Lanes.int64(column(index, Layout.INT64).values(), row);
    }

    /// An integer or decimal.
    BigDecimal exact(int index) {
        if (!type(index).isNumeric() || type(index).layout() == Layout.FLOAT64) {
            throw EngineException.internal(
                    "argument " + (index + 1) + " is " + type(index).sql());
        }
        return DatumText.decimal(type(index), datum(index));
    }

    Datum datum(int index) {
        return columns.get(index).datum(row);
    }

    private Column.Plain column(int index, Layout layout) {
        Column.Plain column = columns.get(index);
        if (column.layout() != layout) {
            throw EngineException.internal(
                    "argument " + (index + 1) + " is " + column.type().sql());
        }
        return column;
    }
}
