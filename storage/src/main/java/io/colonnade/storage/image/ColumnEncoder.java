package io.colonnade.storage.image;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Layout;
import io.colonnade.storage.dictionary.Views;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the rows of a column into the bytes of an image.
///
/// ```text
/// rows 0..65535   --plan--> form, size, zone --+--> one buffer of the right size --write--> bytes, checksums
/// rows 65536..    --plan--> form, size, zone --+
/// ```
///
/// *Ownership*: the result's buffer comes from `pool` and is the caller's.
public final class ColumnEncoder {
    private ColumnEncoder() {}

    public static EncodedColumn encode(int columnId, ColumnRows rows, MemoryPool pool, Runnable cancelCheck) {
        BlockEncoder encoder = BlockEncoder.of(rows);
        List<BlockEntry> plans = new ArrayList<>();
        long bytes = dictionaryBytes(rows.dictionary());
        long dictionaryBytes = bytes;
        for (int from = 0; from < rows.count(); from += Page.BLOCK_ROWS) {
            cancelCheck.run();
            BlockEntry plan = encoder.plan(from, Math.min(Page.BLOCK_ROWS, rows.count() - from));
            plans.add(plan);
            bytes += plan.bytes();
        }
        Buffer region = bytes == 0 ? null : pool.allocate(bytes);
        boolean done = false;
        try {
            DictionaryEntry dictionary = null;
            List<BlockEntry> blocks = new ArrayList<>();
            long at = dictionaryBytes;
            if (rows.dictionary() != null && region != null) {
                dictionary = writeDictionary(rows.dictionary(), region.segment().asSlice(0, dictionaryBytes));
            }
            for (int i = 0; i < plans.size(); i++) {
                cancelCheck.run();
                BlockEntry plan = plans.get(i);
                blocks.add(
                        region == null
                                ? plan
                                : writeBlock(encoder, rows.layout(), i * Page.BLOCK_ROWS, plan, region, at));
                at += plan.bytes();
            }
            ColumnEntry entry = new ColumnEntry(columnId, rows.type(), 0, bytes, dictionary, blocks);
            done = true;
            return new EncodedColumn(entry, region);
        } finally {
            if (!done && region != null) {
                region.close();
            }
        }
    }

    private static BlockEntry writeBlock(
            BlockEncoder encoder, Layout layout, int from, BlockEntry plan, Buffer region, long at) {
        MemorySegment target = region.segment().asSlice(at, plan.bytes());
        encoder.write(from, plan, target);
        plan.form().clearPadding(layout, plan.rows(), target);
        return new BlockEntry(
                plan.rows(),
                plan.form(),
                at,
                plan.bytes(),
                Checksums.crc32c(target),
                plan.nullCount(),
                plan.min(),
                plan.max());
    }

    private static long dictionaryBytes(Column.@Nullable Plain dictionary) {
        return dictionary == null
                ? 0
                : new BlockForm.PlainForm(false, heapBytes(dictionary)).bytes(dictionary.layout(), dictionary.length());
    }

    private static long heapBytes(Column.Plain dictionary) {
        long bytes = 0;
        if (dictionary.layout() == Layout.VIEW) {
            for (int i = 0; i < dictionary.length(); i++) {
                int length = Lanes.viewLength(dictionary.values(), i);
                bytes += length > Lanes.VIEW_INLINE_BYTES ? length : 0;
            }
        }
        return bytes;
    }

    private static DictionaryEntry writeDictionary(Column.Plain dictionary, MemorySegment target) {
        target.fill((byte) 0);
        Layout layout = dictionary.layout();
        int size = dictionary.length();
        MemorySegment.copy(dictionary.values(), 0, target, 0, layout.bytes(size));
        long heapBytes = heapBytes(dictionary);
        if (heapBytes > 0) {
            long heap = new BlockForm.PlainForm(false, heapBytes)
                    .parts(layout, size)
                    .heap();
            long used = 0;
            for (int i = 0; i < size; i++) {
                int length = Lanes.viewLength(target, i);
                if (length > Lanes.VIEW_INLINE_BYTES) {
                    MemorySegment text = Lanes.viewBytes(dictionary.values(), dictionary.heap(), i);
                    MemorySegment.copy(text, 0, target, heap + used, length);
                    target.set(Lanes.LONG, i * 16L + 8, Views.reference(0, used));
                    used += length;
                }
            }
        }
        return new DictionaryEntry(size, heapBytes, 0, target.byteSize(), Checksums.crc32c(target));
    }
}
