package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.io.api.Binary;

/// Writes a page of a rarer encoding anew as PLAIN, value by value through parquet-java, so that one path follows.
final class Transcoding {
    private static final int LENGTH_BYTES = 4;

    private Transcoding() {}

    /// The `present` values of the page as PLAIN has them, with readable bytes behind; the caller closes them.
    static Plain plain(RawPage page, int present, ParquetColumn column, MemoryPool pool) throws IOException {
        Encoding encoding = new ParquetMetadataConverter().getEncoding(page.encoding());
        ValuesReader reader = encoding.getValuesReader(column.descriptor(), ValuesType.VALUES);
        MemorySegment values = page.memory().segment().asSlice(page.valuesStart(), page.valueBytes());
        reader.initFromPage(
                page.valueCount(),
                ByteBufferInputStream.wrap(values.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN)));
        int width = switch (column.type().getPrimitiveTypeName()) {
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case INT96 -> 12;
            case FIXED_LEN_BYTE_ARRAY -> column.type().getTypeLength();
            case BINARY -> LENGTH_BYTES;
            case BOOLEAN -> throw new IOException("encoding " + encoding + " of BOOLEAN");
        };
        Growing target = new Growing(pool, (long) present * width);
        try {
            for (int i = 0; i < present; i++) {
                switch (column.type().getPrimitiveTypeName()) {
                    case INT32 -> target.putInt(reader.readInteger());
                    case FLOAT -> target.putInt(Float.floatToRawIntBits(reader.readFloat()));
                    case INT64 -> target.putLong(reader.readLong());
                    case DOUBLE -> target.putLong(Double.doubleToRawLongBits(reader.readDouble()));
                    case INT96, FIXED_LEN_BYTE_ARRAY -> target.putBytes(reader.readBytes());
                    case BINARY -> {
                        Binary bytes = reader.readBytes();
                        target.putInt(bytes.length());
                        target.putBytes(bytes);
                    }
                    case BOOLEAN -> throw new IOException("encoding " + encoding + " of BOOLEAN");
                }
            }
            return new Plain(target.buffer, target.size);
        } catch (RuntimeException | IOException e) {
            target.buffer.close();
            throw e;
        }
    }

    /// Values and how many bytes they take.
    record Plain(Buffer memory, int size) {}

    /// Accounted memory that doubles.
    private static final class Growing {
        private final MemoryPool pool;
        private Buffer buffer;
        private int size;

        Growing(MemoryPool pool, long expected) {
            this.pool = pool;
            this.buffer = pool.allocate(expected + PageStream.SLACK_BYTES);
        }

        void putInt(int value) {
            room(4);
            buffer.segment().set(Lanes.INT, size, value);
            size += 4;
        }

        void putLong(long value) {
            room(8);
            buffer.segment().set(Lanes.LONG, size, value);
            size += 8;
        }

        void putBytes(Binary value) {
            room(value.length());
            buffer.segment().asSlice(size).copyFrom(MemorySegment.ofBuffer(value.toByteBuffer()));
            size += value.length();
        }

        private void room(int bytes) {
            long needed = (long) size + bytes + PageStream.SLACK_BYTES;
            if (needed > Integer.MAX_VALUE) {
                throw new IllegalStateException("a page of more than 2 GiB");
            }
            if (needed > buffer.bytes()) {
                Buffer larger = pool.allocate(Math.max(needed, buffer.bytes() * 2));
                larger.segment().copyFrom(buffer.segment().asSlice(0, size));
                buffer.close();
                buffer = larger;
            }
        }
    }
}
