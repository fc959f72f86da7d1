package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.SQLException;

/// DECIMAL from 16-byte little-endian two's complement values, exact to 38 digits.
final class DecimalAccessor extends ColumnAccessor {

    private final int scale;

    DecimalAccessor(FrameCursor cursor, ColumnDescription column) {
        super(cursor, column);
        this.scale = column.type().scale();
    }

    @Override
    BigDecimal decimalValue() throws SQLException {
        ByteBuffer values = buffers.values();
        int index = row() << 4;
        long low = values.getLong(index);
        long high = values.getLong(index + 8);
        if (high == low >> 63) {
            return BigDecimal.valueOf(low, scale);
        }
        byte[] bigEndian = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return new BigDecimal(new BigInteger(bigEndian), scale);
    }

    @Override
    Object objectValue() throws SQLException {
        return decimalValue();
    }

    @Override
    String textValue() throws SQLException {
        return decimalValue().toPlainString();
    }
}
