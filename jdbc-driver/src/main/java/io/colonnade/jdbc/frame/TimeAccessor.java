package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import java.sql.SQLException;
import java.sql.Time;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/// TIME from int64 microseconds since midnight. `java.sql.Time` has no fraction: LocalTime has all of it.
final class TimeAccessor extends ColumnAccessor {

    TimeAccessor(FrameCursor cursor, ColumnDescription column) {
        super(cursor, column);
    }

    @Override
    LocalTime localTime() throws SQLException {
        return LocalTime.ofNanoOfDay(buffers.values().getLong(row() << 3) * 1_000);
    }

    /// As JDBC asks for TIME: on 1970-01-01.
    @Override
    LocalDateTime localDateTime() throws SQLException {
        return LocalDate.EPOCH.atTime(localTime());
    }

    @Override
    Object objectValue() throws SQLException {
        return Time.valueOf(localTime());
    }

    @Override
    String textValue() throws SQLException {
        return JavaValues.text(localDateTime()).substring("1970-01-01 ".length());
    }
}
