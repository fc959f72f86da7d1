package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/// TIMESTAMP WITH TIME ZONE from int64 microseconds since 1970-01-01T00:00Z. Dates, times and text are those of the
/// session's zone; instants need none.
final class MomentAccessor extends ColumnAccessor {

    private static final long MICROS_PER_SECOND = 1_000_000;

    private final ZoneId zone;

    MomentAccessor(FrameCursor cursor, ColumnDescription column) {
        super(cursor, column);
        this.zone = ZoneId.of(column.type().zone());
    }

    @Override
    OffsetDateTime moment() throws SQLException {
        long micros = buffers.values().getLong(row() << 3);
        Instant instant = Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
        return instant.atZone(zone).toOffsetDateTime();
    }

    @Override
    LocalDate localDate() throws SQLException {
        return localDateTime().toLocalDate();
    }

    @Override
    LocalDateTime localDateTime() throws SQLException {
        return moment().toLocalDateTime();
    }

    @Override
    Timestamp timestamp(@Nullable Calendar calendar) throws SQLException {
        return Timestamp.from(moment().toInstant());
    }

    @Override
    Object objectValue() throws SQLException {
        return moment();
    }

    /// As PostgreSQL prints it: `2020-01-02 03:04:05+01`.
    @Override
    String textValue() throws SQLException {
        OffsetDateTime moment = moment();
        String offset = moment.getOffset().getTotalSeconds() == 0
                ? "+00:00"
                : moment.getOffset().getId();
        return JavaValues.text(moment.toLocalDateTime()) + (offset.endsWith(":00") ? offset.substring(0, 3) : offset);
    }
}
