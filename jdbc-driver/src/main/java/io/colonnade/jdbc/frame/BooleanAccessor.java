package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import java.math.BigDecimal;
import java.sql.SQLException;

/// BOOLEAN from Arrow's bit-packed values; as a number, true is 1.
final class BooleanAccessor extends ColumnAccessor {

    BooleanAccessor(FrameCursor cursor, ColumnDescription column) {
        super(cursor, column);
    }

    @Override
    boolean booleanValue() throws SQLException {
        int row = row();
        return (buffers.values().get(row >>> 3) >>> (row & 7) & 1) != 0;
    }

    @Override
    Object objectValue() throws SQLException {
        return booleanValue();
    }

    @Override
    BigDecimal decimalValue() throws SQLException {
        return booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO;
    }
}
