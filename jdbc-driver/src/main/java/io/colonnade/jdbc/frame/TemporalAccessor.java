package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// DATE from int32 days and TIMESTAMP from int64 microseconds since 1970-01-01, both without a time zone.
///
/// The fields of the value (year .. microsecond) are what every getter keeps; a zone only decides which instant a
/// `java.sql` object names to show these fields.
final class TemporalAccessor extends ColumnAccessor {

    private static final long MICROS_PER_SECOND = 1_000_000;

    private final boolean isDate;

    TemporalAccessor(FrameCursor cursor, ColumnDescription column, boolean isDate) {
        super(cursor, column);
        this.isDate = isDate;
    }

    @Override
    LocalDate localDate() throws SQLException {
        return isDate
                ? LocalDate.ofEpochDay(buffers.values().getInt(row() << 2))
                : localDateTime().toLocalDate();
    }

    @Override
    LocalDateTime localDateTime() throws SQLException {
        if (isDate) {
            return localDate().atStartOfDay();
        }
        long micros = buffers.values().getLong(row() << 3);
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        int nanos = (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1_000;
        return LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
    }

    @Override
    Object objectValue() throws SQLException {
        return isDate ? Date.valueOf(localDate()) : Timestamp.valueOf(localDateTime());
    }

    @Override
    String textValue() throws SQLException {
        return isDate ? localDate().toString() : JavaValues.text(localDateTime());
    }
}
