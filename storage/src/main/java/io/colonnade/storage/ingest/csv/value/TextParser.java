package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import io.colonnade.storage.ingest.text.Texts;
import java.lang.foreign.MemorySegment;

/// CHAR and VARCHAR: short texts move into their views, long ones stay where they are in the bytes of the chunk.
///
/// Trailing blanks of CHAR are dropped; those beyond the length of a VARCHAR are cut off, as the standard says.
final class TextParser extends FieldParser {
    private final int charactersMax;
    private final boolean isChar;

    TextParser(ColumnDefinition column, int charactersMax, boolean isChar) {
        super(column);
        this.charactersMax = charactersMax;
        this.isChar = isChar;
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
            if (isChar) {
                end = Texts.withoutBlanks(bytes, start, end);
            }
            if (end - start > charactersMax) {
                end = Texts.limit(bytes, start, end, charactersMax);
                if (end == Texts.TOO_LONG) {
                    String problem = "is too long for " + column.type().sql();
                    throw new BadField(row, ErrorCode.STRING_TOO_LONG, problem);
                }
            }
            Texts.putView(bytes, start, end - start, target.values, (targetRow + row) * 16L, 0);
        }
    }
}
