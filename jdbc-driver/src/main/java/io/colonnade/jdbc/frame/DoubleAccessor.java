package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import java.math.BigDecimal;
import java.sql.SQLException;

/// REAL and DOUBLE from IEEE 754 binary32 and binary64 values, NaN and infinities included.
final class DoubleAccessor extends ColumnAccessor {

    private final boolean isReal;

    DoubleAccessor(FrameCursor cursor, ColumnDescription column, boolean isReal) {
        super(cursor, column);
        this.isReal = isReal;
    }

    private float floatValue() throws SQLException {
        return buffers.values().getFloat(row() << 2);
    }

    @Override
    double doubleValue() throws SQLException {
        return isReal ? floatValue() : buffers.values().getDouble(row() << 3);
    }

    @Override
    Object objectValue() throws SQLException {
        if (isReal) {
            return floatValue();
        }
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
        // With the digits that tell a float from other floats.
        return isReal ? new BigDecimal(Float.toString(floatValue())) : BigDecimal.valueOf(value);
    }
}
