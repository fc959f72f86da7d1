package io.colonnade.storage.image;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Layout;
import io.colonnade.storage.segment.Zone;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the rows of a column into the bytes of an image.
///
/// ```text
/// rows 0..65535   --plan--> form, size, zone --+--> all sizes are known --write--> bytes, checksums
/// rows 65536..    --plan--> form, size, zone --+
/// ```
///
/// Either into one buffer, which becomes part of a table in memory, or piece by piece through a buffer of the size
/// of the largest piece. *Threads*: one.
public final class ColumnEncoder {
    private final int columnId;
    private final ColumnRows rows;
    private final Runnable cancelCheck;
    private final BlockEncoder encoder;
    private final List<BlockEntry> plans = new ArrayList<>();
    private final long dictionaryBytes;
    private final long bytes;

    /// Takes pieces of a column in their order.
    public interface Output {
        void write(MemorySegment piece) throws IOException;
    }

    /// Plans all blocks.
    public ColumnEncoder(int columnId, ColumnRows rows, Runnable cancelCheck) {
        this.columnId = columnId;
        this.rows = rows;
        this.cancelCheck = cancelCheck;
        this.encoder = BlockEncoder.of(rows);
        this.dictionaryBytes = dictionaryBytes(rows.dictionary());
        long sum = dictionaryBytes;
        for (int from = 0; from < rows.count(); from += Page.BLOCK_ROWS) {
            cancelCheck.run();
            BlockEntry plan = encoder.plan(from, Math.min(Page.BLOCK_ROWS, rows.count() - from));
            plans.add(plan);
            sum += plan.bytes();
        }
        this.bytes = sum;
    }

    /// The ranges of the blocks.
    public List<Zone> zones() {
        return plans.stream().map(BlockEntry::zone).toList();
    }

    /// The whole column in one buffer of `pool`, which is the caller's.
    public EncodedColumn encode(MemoryPool pool) {
        if (bytes == 0) {
            return new EncodedColumn(entry(null, plans), null);
        }
        Buffer region = pool.allocate(bytes);
        boolean done = false;
        try {
            List<BlockEntry> blocks = new ArrayList<>();
            DictionaryEntry dictionary = writeDictionary(region.segment());
            long at = dictionaryBytes;
            for (int i = 0; i < plans.size(); i++) {
                blocks.add(writeBlock(
                        i, at, region.segment().asSlice(at, plans.get(i).bytes())));
                at += plans.get(i).bytes();
            }
            done = true;
            return new EncodedColumn(entry(dictionary, blocks), region);
        } finally {
            if (!done) {
                region.close();
            }
        }
    }

    /// The column piece by piece.
    public ColumnEntry encode(MemoryPool pool, Output output) throws IOException {
        if (bytes == 0) {
            return entry(null, plans);
        }
        long largest = dictionaryBytes;
        for (BlockEntry plan : plans) {
            largest = Math.max(largest, plan.bytes());
        }
        try (Buffer buffer = pool.allocate(largest)) {
            DictionaryEntry dictionary = writeDictionary(buffer.segment());
            if (dictionary != null) {
                output.write(buffer.segment().asSlice(0, dictionaryBytes));
            }
            List<BlockEntry> blocks = new ArrayList<>();
            long at = dictionaryBytes;
            for (int i = 0; i < plans.size(); i++) {
                MemorySegment piece = buffer.segment().asSlice(0, plans.get(i).bytes());
                blocks.add(writeBlock(i, at, piece));
                output.write(piece);
                at += piece.byteSize();
            }
            return entry(dictionary, blocks);
        }
    }

    private ColumnEntry entry(@Nullable DictionaryEntry dictionary, List<BlockEntry> blocks) {
        return new ColumnEntry(columnId, rows.type(), 0, bytes, dictionary, blocks);
    }

    private BlockEntry writeBlock(int index, long at, MemorySegment target) {
        cancelCheck.run();
        BlockEntry plan = plans.get(index);
        encoder.write(index * Page.BLOCK_ROWS, plan, target);
        plan.form().clearPadding(rows.layout(), plan.rows(), target);
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

    private @Nullable DictionaryEntry writeDictionary(MemorySegment region) {
        return rows.dictionary() == null
                ? null
                : writeDictionary(rows.dictionary(), region.asSlice(0, dictionaryBytes));
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
