package io.colonnade.coordinator.copy;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes of a text that grows.
final class ByteText {
    private byte[] bytes;
    private int length;

    ByteText(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    byte at(int position) {
        return bytes[position];
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(length + (long) more, bytes.length * 3L / 2)));
        }
    }

    void put(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void put(byte[] from) {
        reserve(from.length);
        System.arraycopy(from, 0, bytes, length, from.length);
        length += from.length;
    }

    void put(MemorySegment from) {
        int count = Math.toIntExact(from.byteSize());
        reserve(count);
        MemorySegment.copy(from, Lanes.BYTE, 0, bytes, length, count);
        length += count;
    }

    void put(String text) {
        put(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Takes what was put since `from` back and answers it.
    byte[] take(int from) {
        byte[] taken = Arrays.copyOfRange(bytes, from, length);
        length = from;
        return taken;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
