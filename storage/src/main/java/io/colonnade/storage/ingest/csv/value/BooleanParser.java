package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import java.util.Locale;

/// BOOLEAN: `t f 1 0` fast; `true false yes no on off`, short forms and any case as PostgreSQL takes them.
final class BooleanParser extends FieldParser {
    BooleanParser(ColumnDefinition column) {
        super(column);
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
            int first = end - start == 1 ? fields.bytes.get(Lanes.BYTE, start) : 0;
            boolean value = switch (first) {
                case 't', '1' -> true;
                case 'f', '0' -> false;
                default -> word(trimmed(fields.bytes, start, end), row);
            };
            Lanes.setBit(target.values, targetRow + row, value);
        }
    }

    private static boolean word(String text, int row) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "t", "tr", "tru", "true", "y", "ye", "yes", "on", "1" -> true;
            case "f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0" -> false;
            default -> throw new BadField(row, ErrorCode.INVALID_TEXT, "is not a BOOLEAN (true or false)");
        };
    }
}
