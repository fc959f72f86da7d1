package io.colonnade.storage.ingest.parquet.conversion;

import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.text.Texts;
import io.colonnade.storage.ingest.text.Utf8;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Bytes to CHAR or VARCHAR: views, with UTF-8 and length checked; long texts stay where they are.
record TextConversion(int charactersMax, boolean isChar, Type type) implements Conversion.Bytes {
    @Override
    public void convert(
            MemorySegment source,
            int[] offsets,
            int[] lengths,
            int count,
            MemorySegment target,
            long row,
            int heapIndex) {
        for (int i = 0; i < count; i++) {
            int start = offsets[i];
            int end = start + lengths[i];
            if (Utf8.firstInvalid(source, start, end) >= 0) {
                throw new BadValue(i, ErrorCode.INVALID_UTF8, text(source, start, end), "is not valid UTF-8");
            }
            if (isChar) {
                end = Texts.withoutBlanks(source, start, end);
            }
            if (end - start > charactersMax) {
                int limit = Texts.limit(source, start, end, charactersMax);
                if (limit == Texts.TOO_LONG) {
                    String problem = "is too long for " + type.sql();
                    throw new BadValue(i, ErrorCode.STRING_TOO_LONG, text(source, start, end), problem);
                }
                end = limit;
            }
            Texts.putView(source, start, end - start, target, (row + i) * 16, heapIndex);
        }
    }

    private static String text(MemorySegment source, int start, int end) {
        return new String(source.asSlice(start, end - start).toArray(Lanes.BYTE), StandardCharsets.UTF_8);
    }
}
