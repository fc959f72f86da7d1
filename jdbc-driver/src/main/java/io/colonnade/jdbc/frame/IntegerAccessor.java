package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import java.math.BigDecimal;
import java.sql.SQLException;

/// TINYINT, SMALLINT, INTEGER and BIGINT from values of 1, 2, 4 and 8 bytes. `getObject` gives Integer for
/// all but the last, as JDBC's table of types asks, and Long for BIGINT.
final class IntegerAccessor extends ColumnAccessor {

    private final int widthLog2;

    IntegerAccessor(FrameCursor cursor, ColumnDescription column, int widthLog2) {
        super(cursor, column);
        this.widthLog2 = widthLog2;
    }

    @Override
    long longValue() throws SQLException {
        int index = row() << widthLog2;
        return switch (widthLog2) {
            case 0 -> buffers.values().get(index);
            case 1 -> buffers.values().getShort(index);
            case 2 -> buffers.values().getInt(index);
            default -> buffers.values().getLong(index);
        };
    }

    @Override
    Object objectValue() throws SQLException {
        long value = longValue();
        if (widthLog2 == 3) {
            return value;
        }
        return (int) value;
    }

    @Override
    String textValue() throws SQLException {
        return Long.toString(longValue());
    }

    @Override
    boolean booleanValue() throws SQLException {
        return longValue() != 0;
    }

    @Override
    double doubleValue() throws SQLException {
        return longValue();
    }

    @Override
    BigDecimal decimalValue() throws SQLException {
        return BigDecimal.valueOf(longValue());
    }
}
