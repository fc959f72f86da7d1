package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/// A data page that is being read: which rows have a value, and a cursor over the values.
///
/// *Ownership*: it owns its memory until {@link #close}; views that were made from it refer to {@link #bytes}.
final class DataPage implements AutoCloseable {
    private final Buffer memory;
    private final @Nullable Buffer levels;
    /// Ids of the dictionary, or null if the values are plain.
    final @Nullable HybridReader ids;
    private final int rowCount;
    private final int presentCount;
    private final int valuesEnd;
    private int rowsDone;
    /// Bytes, or for BOOLEAN bits, where the next plain value begins.
    private long cursor;

    /// Its place among the heap buffers of the column that is being made, or -1.
    int heapIndex = -1;

    private DataPage(
            Buffer memory,
            @Nullable Buffer levels,
            @Nullable HybridReader ids,
            int rowCount,
            int presentCount,
            long cursor,
            int valuesEnd) {
        this.memory = memory;
        this.levels = levels;
        this.ids = ids;
        this.rowCount = rowCount;
        this.presentCount = presentCount;
        this.cursor = cursor;
        this.valuesEnd = valuesEnd;
    }

    /// Takes over the memory of the page, whatever happens.
    static DataPage open(RawPage page, ParquetColumn column, int dictionarySize, MemoryPool pool) throws IOException {
        Buffer memory = page.memory();
        Buffer levels = null;
        try {
            int present = page.valueCount();
            if (column.isOptional()) {
                levels = pool.allocate((page.valueCount() + 7) / 8 + PageStream.SLACK_BYTES);
                present = readLevels(page, levels.segment());
            }
            MemorySegment bytes = memory.segment();
            int start = page.valuesStart();
            int end = page.valuesEnd();
            switch (page.encoding()) {
                case PLAIN -> {}
                case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
                    if (dictionarySize < 0) {
                        throw new IOException("it has ids, but there is no dictionary");
                    }
                    if (present > 0 && start >= end) {
                        throw new IOException("it has no ids");
                    }
                    int width = present == 0 ? 0 : bytes.get(Lanes.BYTE, start);
                    HybridReader ids = new HybridReader(bytes, start + 1L, end, width);
                    return new DataPage(memory, levels, ids, page.valueCount(), present, start, end);
                }
                case RLE -> {
                    Buffer bits = pool.allocate(present / 8 + PageStream.SLACK_BYTES);
                    try {
                        readBooleans(page, column, bits.segment(), present);
                    } catch (RuntimeException | IOException e) {
                        bits.close();
                        throw e;
                    }
                    memory.close();
                    return new DataPage(bits, levels, null, page.valueCount(), present, 0, (present + 7) / 8);
                }
                case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY, BYTE_STREAM_SPLIT -> {
                    Transcoding.Plain plain = Transcoding.plain(page, present, column, pool);
                    memory.close();
                    return new DataPage(plain.memory(), levels, null, page.valueCount(), present, 0, plain.size());
                }
                case BIT_PACKED -> throw new IOException("encoding BIT_PACKED of values");
            }
            boolean isBoolean = column.type().getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN;
            return new DataPage(memory, levels, null, page.valueCount(), present, isBoolean ? start * 8L : start, end);
        } catch (RuntimeException | IOException e) {
            memory.close();
            if (levels != null) {
                levels.close();
            }
            throw e;
        }
    }

    /// The values of a dictionary page; its memory stays that of the caller.
    static DataPage openDictionary(RawPage page) throws IOException {
        return switch (page.encoding()) {
            case PLAIN, PLAIN_DICTIONARY ->
                new DataPage(page.memory(), null, null, page.valueCount(), page.valueCount(), 0, page.valuesEnd());
            default -> throw new IOException("a dictionary in encoding " + page.encoding());
        };
    }

    /// Definition levels of flat columns are bits; answers how many are set.
    private static int readLevels(RawPage page, MemorySegment bitmap) {
        if (page.valueCount() > 0) {
            new HybridReader(page.memory().segment(), page.levelsStart(), page.levelsEnd(), 1)
                    .readBits(bitmap, 0, page.valueCount());
        }
        return BitRange.count(bitmap, 0, page.valueCount());
    }

    private static void readBooleans(RawPage page, ParquetColumn column, MemorySegment bits, int present)
            throws IOException {
        if (column.type().getPrimitiveTypeName() != PrimitiveTypeName.BOOLEAN) {
            throw new IOException("encoding RLE of " + column.typeName());
        }
        if (present > 0) {
            int length = page.valueBytes() < 4 ? -1 : page.memory().segment().get(Lanes.INT, page.valuesStart());
            int start = page.valuesStart() + 4;
            if (length < 0 || length > page.valuesEnd() - start) {
                throw new IOException("its values do not fit");
            }
            new HybridReader(page.memory().segment(), start, (long) start + length, 1).readBits(bits, 0, present);
        }
    }

    int rowsLeft() {
        return rowCount - rowsDone;
    }

    boolean hasNulls() {
        return presentCount < rowCount;
    }

    MemorySegment bytes() {
        return memory.segment();
    }

    /// Copies which of the next `rows` rows have a value to the bitmap, and answers how many do.
    int takeRows(int rows, MemorySegment bitmap, int at) {
        int from = rowsDone;
        rowsDone += rows;
        if (levels == null || !hasNulls()) {
            BitRange.fill(bitmap, at, rows, true);
            return rows;
        }
        BitRange.copy(levels.segment(), from, bitmap, at, rows);
        return BitRange.count(levels.segment(), from, rows);
    }

    /// Moves the cursor over `count` values of `width` bytes and answers where they begin.
    long takeFixed(int count, int width) throws IOException {
        long start = cursor;
        cursor += (long) count * width;
        if (cursor > valuesEnd) {
            throw new IOException("values are missing");
        }
        return start;
    }

    /// The same for bits.
    long takeBits(int count) throws IOException {
        long start = cursor;
        cursor += count;
        if (cursor > valuesEnd * 8L) {
            throw new IOException("values are missing");
        }
        return start;
    }

    /// The same for values that follow their length, or, with a `fixedLength` of 0 or more, have none.
    void takeBytes(int count, int fixedLength, int[] offsets, int[] lengths) throws IOException {
        if (fixedLength >= 0) {
            long start = takeFixed(count, fixedLength);
            for (int i = 0; i < count; i++) {
                offsets[i] = (int) start + i * fixedLength;
                lengths[i] = fixedLength;
            }
            return;
        }
        MemorySegment bytes = memory.segment();
        int at = (int) cursor;
        for (int i = 0; i < count; i++) {
            int length = valuesEnd - at < 4 ? -1 : bytes.get(Lanes.INT, at);
            at += 4;
            if (length < 0 || length > valuesEnd - at) {
                throw new IOException("a value does not fit");
            }
            offsets[i] = at;
            lengths[i] = length;
            at += length;
        }
        cursor = at;
    }

    @Override
    public void close() {
        memory.close();
        if (levels != null) {
            levels.close();
        }
    }
}
