package io.colonnade.core.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// Turns records of a sealed family into bytes and back.
///
/// ```text
/// record           its components in order
/// sealed interface the simple name of the record, then the record
/// List             count, elements            enum     its name
/// long, int        zig-zag LEB128             boolean  a byte
/// double           8 bytes                    String   count, UTF-8
/// BigInteger       count, two's complement    byte[]   count, bytes
/// @Nullable        a byte 0 or 1 before it
/// ```
///
/// Names, not numbers, stand for record types and enum constants, so adding one breaks nothing that is on disk; a
/// changed component list needs a new format version of the file or message that holds it. A record class taking
/// part is found by reflection once; compact constructors validate what was read.
///
/// *Errors*: {@link #decode} throws {@link MalformedBytesException} for anything it did not write: never a hang, nor
/// an allocation beyond {@link #allocationMax}, nor a nesting deeper than {@link #DEPTH_MAX}.
public final class RecordCodec<T> {
    /// The deepest nesting of records that is written or read.
    public static final int DEPTH_MAX = 1000;

    private static final long ALLOCATION_BASE = 512 << 10;
    private static final long ALLOCATION_PER_BYTE = 64;

    private final Shape shape;
    private final Class<T> type;

    public RecordCodec(Class<T> type) {
        this.type = type;
        this.shape = Shape.of((Type) type);
    }

    /// The most heap bytes that decoding `length` bytes allocates, garbage included, whatever the bytes are.
    public static long allocationMax(long length) {
        return ALLOCATION_BASE + ALLOCATION_PER_BYTE * length;
    }

    public byte[] encode(T value) {
        ByteWriter writer = new ByteWriter();
        write(value, writer);
        return writer.toByteArray();
    }

    public void write(T value, ByteWriter writer) {
        shape.write(value, writer, 0);
    }

    /// The value whose bytes are all of `bytes`.
    public T decode(byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        T value = read(reader);
        if (reader.remaining() != 0) {
            throw new MalformedBytesException(reader.remaining() + " bytes follow the value");
        }
        return value;
    }

    public T read(ByteReader reader) {
        @Nullable Object value = shape.read(reader, 0);
        return type.cast(value);
    }
}
