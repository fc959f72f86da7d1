package io.colonnade.storage.parquet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The bytes of a page while it is put together; used again for the next one.
final class PageBytes {
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
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    void putVarint(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            putByte(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        putByte(rest);
    }

    void put(MemorySegment source) {
        int count = Math.toIntExact(source.byteSize());
        int at = extend(count);
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, 0, bytes, at, count);
    }
}
