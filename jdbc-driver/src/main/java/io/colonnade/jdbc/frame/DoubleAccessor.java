package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import java.math.BigDecimal;
import java.sql.SQLException;

/// DOUBLE from IEEE 754 binary64 values, NaN and infinities included.
final class DoubleAccessor extends ColumnAccessor {

    DoubleAccessor(FrameCursor cursor, ColumnDescription column) {
        super(cursor, column);
    }

    @Override
    double doubleValue() throws SQLException {
        return buffers.values().getDouble(row() << 3);
    }

    @Override
    Object objectValue() throws SQLException {
        return doubleValue();
    }

    @Override
    boolean booleanValue() throws SQLException {
        return doubleValue() != 0;
    }

    @Override
    BigDecimal decimalValue() throws SQLException {
        double value = doubleValue();
        if (!Double.isFinite(value)) {
            throw outOfRange("an exact number");
        }
        return BigDecimal.valueOf(value);
    }
}
