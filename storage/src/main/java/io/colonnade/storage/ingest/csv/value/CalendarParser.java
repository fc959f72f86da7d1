package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.temporal.ZonedText;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import java.time.ZoneId;

/// TIME, TIMESTAMP WITH TIME ZONE and INTERVAL, in the forms that CAST reads. A moment without a zone is what
/// clocks of `zone` show.
final class CalendarParser extends FieldParser {
    private final ZoneId zone;

    CalendarParser(ColumnDefinition column, ZoneId zone) {
        super(column);
        this.zone = zone;
    }

    @Override
    public void parse(FieldIndex fields, int index, int rows, ColumnTarget target, int targetRow) {
        for (int row = 0, field = index; row < rows; row++, field += fields.columns) {
            int start = fields.starts[field];
            int end = fields.ends[field];
            if (end - start == fields.nullLength() && fields.isNull(field)) {
                putNull(row, target, targetRow);
                continue;
            }
            String text = trimmed(fields.bytes, start, end);
            try {
                put(text, target, targetRow + row);
            } catch (CalendarText.InvalidException e) {
                throw DateText.invalid(text, row, column.type(), form());
            }
        }
    }

    private void put(String text, ColumnTarget target, long row) throws CalendarText.InvalidException {
        switch (column.type()) {
            case Type.TimeType t -> target.values.set(Lanes.LONG, row * 8, CalendarText.parseTime(text));
            case Type.ZonedTimestampType t -> target.values.set(Lanes.LONG, row * 8, ZonedText.parse(text, zone));
            case Type.IntervalType t ->
                Lanes.setInt128(target.values, row, IntervalText.parse(text).number());
            default -> throw new AssertionError(column.type());
        }
    }

    private String form() {
        return switch (column.type()) {
            case Type.TimeType t -> "hh:mm:ss";
            case Type.IntervalType t -> "1 year 2 days 03:04:05";
            default -> "yyyy-mm-dd hh:mm:ss+00";
        };
    }
}
