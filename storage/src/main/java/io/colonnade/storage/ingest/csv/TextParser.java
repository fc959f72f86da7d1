package io.colonnade.storage.ingest.csv;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
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
    void parse(FieldIndex fields, int index, int rows, ColumnTarget target, int targetRow) {
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
                end = withoutBlanks(bytes, start, end);
            }
            if (end - start > charactersMax) {
                end = checked(bytes, start, end, row);
            }
            putView(bytes, start, end - start, target.values, (targetRow + row) * 16L);
        }
    }

    /// 16 bytes behind `start` must be readable.
    private static void putView(MemorySegment bytes, int start, int length, MemorySegment views, long at) {
        long low = bytes.get(Lanes.LONG, start);
        if (length > Lanes.VIEW_INLINE_BYTES) {
            views.set(Lanes.LONG, at, length | low << 32);
            views.set(Lanes.LONG, at + 8, (long) start << 32);
            return;
        }
        long high = bytes.get(Lanes.LONG, start + 8L);
        if (length < 8) {
            low &= (1L << (length * 8)) - 1;
            high = 0;
        } else {
            high &= (1L << (length * 8 - 64)) - 1;
        }
        views.set(Lanes.LONG, at, length | low << 32);
        views.set(Lanes.LONG, at + 8, low >>> 32 | high << 32);
    }

    private static int withoutBlanks(MemorySegment bytes, int start, int end) {
        int last = end;
        while (last > start && bytes.get(Lanes.BYTE, last - 1L) == ' ') {
            last--;
        }
        return last;
    }

    /// The end of a text of more bytes than characters allowed, without blanks that are too many.
    private int checked(MemorySegment bytes, int start, int end, int row) {
        int allowed = start;
        int characters = 0;
        while (allowed < end) {
            boolean continues = (bytes.get(Lanes.BYTE, allowed) & 0xC0) == 0x80;
            if (!continues && characters++ == charactersMax) {
                break;
            }
            allowed++;
        }
        if (withoutBlanks(bytes, allowed, end) > allowed) {
            throw new BadField(
                    row,
                    ErrorCode.STRING_TOO_LONG,
                    "is too long for " + column.type().sql());
        }
        return allowed;
    }
}
