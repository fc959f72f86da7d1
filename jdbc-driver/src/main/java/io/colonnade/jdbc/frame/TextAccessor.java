package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.error.SqlExceptions;
import io.colonnade.jdbc.service.ColumnDescription;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// CHAR and VARCHAR from UTF-8 bytes between int32 offsets, and the untyped NULL, which is never a text.
final class TextAccessor extends ColumnAccessor {

    TextAccessor(FrameCursor cursor, ColumnDescription column) {
        super(cursor, column);
    }

    @Override
    String textValue() throws SQLException {
        ByteBuffer offsets = buffers.values();
        int row = row();
        int start = offsets.getInt(row << 2);
        int length = offsets.getInt((row + 1) << 2) - start;
        ByteBuffer bytes = buffers.bytes();
        if (bytes.hasArray()) {
            return new String(bytes.array(), bytes.arrayOffset() + start, length, StandardCharsets.UTF_8);
        }
        return new String(copy(bytes, start, length), StandardCharsets.UTF_8);
    }

    private static byte[] copy(ByteBuffer bytes, int start, int length) {
        byte[] copy = new byte[length];
        bytes.get(start, copy);
        return copy;
    }

    @Override
    Object objectValue() throws SQLException {
        return textValue();
    }

    @Override
    boolean booleanValue() throws SQLException {
        return switch (textValue().strip().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default -> throw notA("22018", "BOOLEAN");
        };
    }

    @Override
    double doubleValue() throws SQLException {
        try {
            return Double.parseDouble(textValue().strip());
        } catch (NumberFormatException notANumber) {
            throw notA("22018", "a number");
        }
    }

    @Override
    BigDecimal decimalValue() throws SQLException {
        try {
            return new BigDecimal(textValue().strip());
        } catch (NumberFormatException notANumber) {
            throw notA("22018", "a number");
        }
    }

    @Override
    LocalDate localDate() throws SQLException {
        return localDateTime().toLocalDate();
    }

    @Override
    LocalDateTime localDateTime() throws SQLException {
        String text = textValue().strip();
        try {
            return text.length() <= 10
                    ? LocalDate.parse(text).atStartOfDay()
                    : LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (DateTimeException notATime) {
            throw notA("22007", "a date or timestamp");
        }
    }

    private SQLException notA(String sqlState, String target) throws SQLException {
        return SqlExceptions.of(
                sqlState, "Text '" + textValue() + "' of column '" + column.label() + "' is not " + target);
    }

    @Override
    public byte @Nullable [] getBytes() throws SQLException {
        return isNull() ? null : textValue().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable InputStream getBinaryStream() throws SQLException {
        return isNull() ? null : new ByteArrayInputStream(textValue().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Reader getCharacterStream() throws SQLException {
        return isNull() ? null : new StringReader(textValue());
    }
}
