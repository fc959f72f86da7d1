package io.colonnade.core.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads what {@link ByteWriter} wrote. Hostile input makes it throw {@link MalformedBytesException}; it never reads
/// past the end, and what it allocates is at most a small multiple of the bytes it read.
public final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public ByteReader(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.position = from;
        this.end = from + length;
    }

    public int remaining() {
        return end - position;
    }

    public int readByte() {
        if (position >= end) {
            throw new MalformedBytesException("the bytes end too early");
        }
        return bytes[position++] & 0xFF;
    }

    public long readUnsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedBytesException("an integer is longer than 10 bytes");
    }

    public long readSigned() {
        long value = readUnsigned();
        return value >>> 1 ^ -(value & 1);
    }

    public int readFixed32() {
        int value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= readByte() << shift;
        }
        return value;
    }

    public long readFixed64() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            value |= (long) readByte() << shift;
        }
        return value;
    }

    /// A count of things that take at least a byte each.
    public int readCount() {
        long count = readUnsigned();
        if (count < 0 || count > remaining()) {
            throw new MalformedBytesException("a count of " + count + " with " + remaining() + " bytes left");
        }
        return (int) count;
    }

    public byte[] readBytes() {
        int count = readCount();
        byte[] value = new byte[count];
        System.arraycopy(bytes, position, value, 0, count);
        position += count;
        return value;
    }

    public String readString() {
        int count = readCount();
        int from = position;
        position += count;
        for (int i = from; i < position; i++) {
            if (bytes[i] < 0) {
                return decoded(from, count);
            }
        }
        return new String(bytes, from, count, StandardCharsets.ISO_8859_1);
    }

    private String decoded(int from, int count) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, count))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedBytesException("a string is not UTF-8");
        }
    }
}
