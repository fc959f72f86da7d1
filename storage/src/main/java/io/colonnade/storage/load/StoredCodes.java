package io.colonnade.storage.load;

import io.colonnade.core.kernel.Widening;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.segment.Segment;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the codes of a column that has a dictionary from an image.
final class StoredCodes {
    private StoredCodes() {}

    static void read(
            Segment segment,
            int columnId,
            Column part,
            SegmentRun.RowsOfPart rows,
            ColumnArrays target,
            Scratch scratch) {
        int count = rows.count();
        int at = target.count();
        int[] ints = target.ints(at + count);
        switch (part) {
            case Column.Dictionaried coded -> {
                MemorySegment codes = scratch.allocate(part.length() * 4L);
                Widening.toInt32(coded.codes(), coded.width(), 0, null, part.length(), codes);
                for (int i = 0; i < count; i++) {
                    ints[at + i] = codes.get(Lanes.INT, rows.at(i) * 4L);
                }
                rows.readPresence(coded.validity(), target);
            }
            case Column.Constant constant -> {
                int code = 0;
                if (constant.value() instanceof Datum.Text text) {
                    code = code(segment, columnId, text.value());
                } else {
                    for (int i = 0; i < count; i++) {
                        target.setNull(at + i);
                    }
                }
                Arrays.fill(ints, at, at + count, code);
            }
            case Column.Runs runs
            when runs.values() instanceof Column.Dictionaried coded -> {
                int run = 0;
                for (int i = 0; i < count; i++) {
                    while (runs.end(run) <= rows.at(i)) {
                        run++;
                    }
                    ints[at + i] = coded.code(run);
                }
            }
            case Column.Runs runs -> throw new IllegalStateException("runs of " + runs.values());
            case Column.Plain plain -> throw new IllegalStateException("a plain block beside a dictionary");
            case Column.Narrow narrow -> throw new IllegalStateException("narrow text");
        }
        target.advance(count);
    }

    private static int code(Segment segment, int columnId, String text) {
        Column.Plain dictionary = segment.dictionary(columnId);
        if (dictionary == null) {
            throw new IllegalStateException("codes without a dictionary");
        }
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = dictionary.length() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            byte[] bytes = Lanes.viewBytes(dictionary.values(), dictionary.heap(), middle)
                    .toArray(Lanes.BYTE);
            if (Arrays.compareUnsigned(bytes, wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
