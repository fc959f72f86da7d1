package io.colonnade.core.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Appends values to a growing array: integers as LEB128 (signed ones zig-zag first), all else fixed, little-endian.
public final class ByteWriter {
    private byte[] bytes = new byte[256];
    private int length;

    public void writeByte(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    public void writeUnsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            writeByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        writeByte((int) rest);
    }

    public void writeSigned(long value) {
        writeUnsigned(value << 1 ^ value >> 63);
    }

    public void writeFixed32(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            writeByte(value >>> shift);
        }
    }

    public void writeFixed64(long value) {
        for (int shift = 0; shift < 64; shift += 8) {
            writeByte((int) (value >>> shift));
        }
    }

    public void writeBytes(byte[] value) {
        writeUnsigned(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    public void writeString(String value) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return length;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
