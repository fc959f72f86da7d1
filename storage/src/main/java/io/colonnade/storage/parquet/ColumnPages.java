package io.colonnade.storage.parquet;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.storage.image.ColumnRows;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of a column in the bytes of Parquet's pages.
///
/// Codes of the image's dictionary are taken as they are; integers of a small range and few values get a dictionary
/// of their own, since bit-packed codes are smaller than what compression makes of plain numbers.
final class ColumnPages {
    /// The widest range of integers that is searched for a dictionary, and the most values it may have.
    private static final long RANGE_MAX = 1 << 18;
    private static final int DICTIONARY_SIZE_MAX = 1 << 16;
    private static final int PADDING = 8;

    private final ColumnRows rows;
    private final boolean shortDecimal;
    private final boolean isReal;
    private int @Nullable [] codes;
    private int dictionarySize;
    private long @Nullable [] numbers;

    ColumnPages(ColumnRows rows) {
        this.rows = rows;
        this.shortDecimal = SegmentSchema.isShortDecimal(rows.type());
        this.isReal = rows.type() instanceof Type.RealType;
        if (rows.dictionary() != null) {
            codes = rows.ints();
            dictionarySize = rows.dictionary().length();
        } else if (rows.layout().isInteger() && rows.validity() == null) {
            findDictionary();
        }
    }

    private void findDictionary() {
        int[] ints = rows.ints();
        long[] longs = rows.longs();
        boolean narrow = rows.layout() == Layout.INT32;
        int count = rows.count();
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long number = narrow ? ints[i] : longs[i];
            min = Math.min(min, number);
            max = Math.max(max, number);
        }
        if (Long.compareUnsigned(max - min, RANGE_MAX) >= 0) {
            return;
        }
        int[] ranks = new int[(int) (max - min) + 1];
        for (int i = 0; i < count; i++) {
            ranks[(int) ((narrow ? ints[i] : longs[i]) - min)] = 1;
        }
        int size = 0;
        for (int value : ranks) {
            size += value;
        }
        if (size > DICTIONARY_SIZE_MAX || size * 4L > count) {
            return;
        }
        long[] values = new long[size];
        int code = 0;
        for (int i = 0; i < ranks.length; i++) {
            if (ranks[i] != 0) {
                values[code] = min + i;
                ranks[i] = code++;
            }
        }
        int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            found[i] = ranks[(int) ((narrow ? ints[i] : longs[i]) - min)];
        }
        codes = found;
        numbers = values;
        dictionarySize = size;
    }

    boolean hasDictionary() {
        return codes != null;
    }

    int dictionarySize() {
        return dictionarySize;
    }

    void writeDictionary(PageBytes target) {
        Column.Plain dictionary = rows.dictionary();
        if (dictionary == null) {
            writeNumbers(numbers == null ? new long[0] : numbers, target);
            return;
        }
        for (int i = 0; i < dictionary.length(); i++) {
            if (rows.layout() == Layout.VIEW) {
                MemorySegment bytes = Lanes.viewBytes(dictionary.values(), dictionary.heap(), i);
                target.putInt((int) bytes.byteSize());
                target.put(bytes);
            } else if (isReal) {
                target.buffer(4).putFloat((float) dictionary.values().get(Lanes.DOUBLE, i * 8L));
            } else {
                target.buffer(8).putLong(dictionary.values().get(Lanes.LONG, i * 8L));
            }
        }
    }

    private void writeNumbers(long[] values, PageBytes target) {
        boolean small = rows.layout() == Layout.INT32 || shortDecimal;
        ByteBuffer buffer = target.buffer(values.length * (small ? 4 : 8));
        for (long value : values) {
            if (small) {
                buffer.putInt((int) value);
            } else {
                buffer.putLong(value);
            }
        }
    }

    /// A data page: definition levels where the column is nullable, then the present values.
    void write(int from, int count, boolean nullable, PageBytes target) {
        int nulls = rows.nullCount(from, count);
        if (nullable) {
            writeLevels(from, count, nulls, target);
        }
        if (codes != null) {
            int[] page = nulls == 0
                    ? Arrays.copyOfRange(codes, from, from + count + PADDING)
                    : present(codes, from, count, nulls);
            int width = HybridEncoding.width(Math.max(0, dictionarySize - 1));
            target.putByte(width);
            HybridEncoding.write(page, count - nulls, width, target);
            return;
        }
        switch (rows.layout()) {
            case BIT -> writeBits(from, count, target);
            case INT32 -> {
                int[] values = rows.ints();
                IntBuffer buffer = target.buffer((count - nulls) * 4).asIntBuffer();
                if (nulls == 0) {
                    buffer.put(values, from, count);
                } else {
                    buffer.put(present(values, from, count, nulls), 0, count - nulls);
                }
            }
            case INT64, FLOAT64 -> writeLongs(from, count, nulls, target);
            case INT128 -> writeWide(from, count, target);
            case VIEW -> writeViews(from, count, target);
        }
    }

    private void writeLevels(int from, int count, int nulls, PageBytes target) {
        int lengthAt = target.length();
        target.putInt(0);
        long[] validity = rows.validity();
        if (nulls == 0 || validity == null) {
            target.putVarint(count << 1);
            target.putByte(1);
        } else {
            int bytes = (count + 7) / 8;
            target.putVarint(bytes << 1 | 1);
            for (int i = 0; i < bytes; i++) {
                long word = validity[(from >>> 6) + (i >>> 3)] >>> 8 * (i & 7);
                int rest = count - i * 8;
                target.putByte((int) (rest < 8 ? word & (1 << rest) - 1 : word));
            }
        }
        int length = target.length() - lengthAt - 4;
        ByteBuffer.wrap(target.array()).order(ByteOrder.LITTLE_ENDIAN).putInt(lengthAt, length);
    }

    private int[] present(int[] values, int from, int count, int nulls) {
        int[] page = new int[count - nulls + PADDING];
        int at = 0;
        for (int i = from; i < from + count; i++) {
            if (rows.isPresent(i)) {
                page[at++] = values[i];
            }
        }
        return page;
    }

    private void writeBits(int from, int count, PageBytes target) {
        int bits = 0;
        int used = 0;
        for (int i = from; i < from + count; i++) {
            if (rows.isPresent(i)) {
                bits |= rows.ints()[i] << used++;
                if (used == 8) {
                    target.putByte(bits);
                    bits = 0;
                    used = 0;
                }
            }
        }
        if (used > 0) {
            target.putByte(bits);
        }
    }

    private void writeLongs(int from, int count, int nulls, PageBytes target) {
        long[] values = rows.longs();
        if (shortDecimal || isReal) {
            ByteBuffer buffer = target.buffer((count - nulls) * 4);
            for (int i = from; i < from + count; i++) {
                if (rows.isPresent(i)) {
                    buffer.putInt(
                            isReal
                                    ? Float.floatToRawIntBits((float) Double.longBitsToDouble(values[i]))
                                    : (int) values[i]);
                }
            }
            return;
        }
        LongBuffer buffer = target.buffer((count - nulls) * 8).asLongBuffer();
        if (nulls == 0) {
            buffer.put(values, from, count);
        } else {
            for (int i = from; i < from + count; i++) {
                if (rows.isPresent(i)) {
                    buffer.put(values[i]);
                }
            }
        }
    }

    private void writeWide(int from, int count, PageBytes target) {
        for (int i = from; i < from + count; i++) {
            if (rows.isPresent(i)) {
                ByteBuffer buffer = target.buffer(SegmentSchema.WIDE_BYTES);
                buffer.putLong(Long.reverseBytes(rows.longs()[2 * i + 1]));
                buffer.putLong(Long.reverseBytes(rows.longs()[2 * i]));
            }
        }
    }

    private void writeViews(int from, int count, PageBytes target) {
        long[] views = rows.longs();
        for (int i = from; i < from + count; i++) {
            if (!rows.isPresent(i)) {
                continue;
            }
            long first = views[2 * i];
            long second = views[2 * i + 1];
            int length = Views.length(first);
            if (Views.isInline(first)) {
                // The view has the length and the first bytes side by side, as the page wants them.
                int at = target.extend(16);
                ByteBuffer.wrap(target.array())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(at, first)
                        .putLong(at + 8, second);
                target.drop(Lanes.VIEW_INLINE_BYTES - length);
            } else {
                target.putInt(length);
                target.putWords(rows.heap().get((int) second), second >>> 32, length);
            }
        }
    }
}
