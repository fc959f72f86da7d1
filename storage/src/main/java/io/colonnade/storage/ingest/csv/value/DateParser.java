package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.page.Lanes;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import java.lang.foreign.MemorySegment;

/// DATE: `yyyy-mm-dd`.
final class DateParser extends FieldParser {
    DateParser(ColumnDefinition column) {
        super(column);
    }

    @Override
    public void parse(FieldIndex fields, int index, int rows, ColumnTarget target, int targetRow) {
        MemorySegment bytes = fields.bytes;
        int stride = fields.columns;
        int nullLength = fields.nullLength();
        for (int row = 0, field = index; row < rows; row++, field += stride) {
            int start = fields.starts[field];
            int end = fields.ends[field];
            if (end - start == nullLength && fields.isNull(field)) {
                putNull(row, target, targetRow);
                continue;
            }
            long days = DateText.day(bytes, start, end);
            if (days == DateText.NONE) {
                throw DateText.invalid(trimmed(bytes, start, end), row, column.type(), "yyyy-mm-dd");
            }
            target.values.set(Lanes.INT, (targetRow + row) * 4L, (int) days);
        }
    }
}
