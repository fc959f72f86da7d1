package io.colonnade.storage.parquet;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The bytes of a page while it is put together; used again for the next one.
final class PageBytes {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /// Up to this length bytes are copied word by word: preparing a copy in bulk would take longer.
    private static final int COPY_BYTES_MAX = 256;

    private byte[] bytes = new byte[64 * 1024];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    byte[] array() {
        return bytes;
    }

    /// Makes room for more bytes, which the caller writes through {@link #array}, and returns where they begin.
    int extend(int more) {
        int at = length;
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length + (bytes.length >> 1), Math.addExact(length, more)));
        }
        length += more;
        return at;
    }

    /// A view of `count` more bytes.
    ByteBuffer buffer(int count) {
        int at = extend(count);
        return ByteBuffer.wrap(bytes, at, count).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Takes the last bytes back.
    void drop(int count) {
        length -= count;
    }

    void putByte(int value) {
        int at = extend(1);
        bytes[at] = (byte) value;
    }

    void putInt(int value) {
        int at = extend(4);
        INTS.set(bytes, at, value);
    }

    void putVarint(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            putByte(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        putByte(rest);
    }

    /// Copies so many bytes from a place in a segment, 8 at least.
    void putWords(MemorySegment source, long from, int count) {
        int at = extend(count);
        if (count > COPY_BYTES_MAX) {
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, bytes, at, count);
            return;
        }
        // The last word overlaps the one before.
        int last = count - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            WORDS.set(bytes, at + i, source.get(Lanes.LONG, from + i));
        }
        WORDS.set(bytes, at + last, source.get(Lanes.LONG, from + last));
    }

    void put(MemorySegment source) {
        int count = Math.toIntExact(source.byteSize());
        int at = extend(count);
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, 0, bytes, at, count);
    }
}
