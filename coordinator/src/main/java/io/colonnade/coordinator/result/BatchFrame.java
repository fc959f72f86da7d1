package io.colonnade.coordinator.result;

import com.google.flatbuffers.FlatBufferBuilder;
import io.colonnade.core.kernel.Bits;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;

/// Writes a page as one encapsulated record batch of the Arrow IPC stream format.
///
/// ```text
/// FF FF FF FF | metadata length | Message flatbuffer, padded to 8 | validity, values (offsets, bytes) per column
/// ```
///
/// Every buffer is padded to 8 bytes; a column without NULL has a validity of length 0. Which Arrow type stands for
/// which SQL type is the contract of {@link io.colonnade.jdbc.service.StatementResult}.
final class BatchFrame {
    private static final int PREFIX_BYTES = 8;

    private BatchFrame() {}

    /// The rows of `page` that count; `allocator` gives memory for the time of the call.
    static byte[] encode(List<Type> types, Page page, SegmentAllocator allocator) {
        int rows = page.rows();
        int count = types.size();
        Column.Plain[] columns = new Column.Plain[count];
        long[] lengths = new long[count * 3];
        long bodyBytes = 0;
        int buffers = 0;
        for (int i = 0; i < count; i++) {
            Column.Plain column = Flatten.plain(page.column(i), page.selection(), allocator);
            Type type = types.get(i);
            if (type instanceof Type.IntervalType) {
                column = IntervalColumn.text(column, rows, allocator);
                type = Type.VARCHAR;
            }
            columns[i] = column;
            lengths[i * 3] = column.validity() == null ? 0 : (rows + 7) / 8;
            lengths[i * 3 + 1] = valueBytes(type, rows);
            lengths[i * 3 + 2] = type.layout() == Layout.VIEW ? textBytes(column, rows) : -1;
            for (int k = 0; k < 3; k++) {
                if (lengths[i * 3 + k] >= 0) {
                    bodyBytes += padded(lengths[i * 3 + k]);
                    buffers++;
                }
            }
        }
        byte[] metadata = metadata(columns, lengths, buffers, rows, bodyBytes);
        long metadataBytes = padded(metadata.length);
        byte[] frame = new byte[Math.toIntExact(PREFIX_BYTES + metadataBytes + bodyBytes)];
        MemorySegment target = MemorySegment.ofArray(frame);
        target.set(Lanes.INT, 0, -1);
        target.set(Lanes.INT, 4, (int) metadataBytes);
        System.arraycopy(metadata, 0, frame, PREFIX_BYTES, metadata.length);
        long at = PREFIX_BYTES + metadataBytes;
        for (int i = 0; i < count; i++) {
            MemorySegment validity = columns[i].validity();
            if (validity != null) {
                MemorySegment.copy(validity, 0, target, at, lengths[i * 3]);
            }
            at += padded(lengths[i * 3]);
            long textAt = at + padded(lengths[i * 3 + 1]);
            values(columns[i].type(), columns[i], rows, target, at, textAt);
            at = textAt + Math.max(0, padded(lengths[i * 3 + 2]));
        }
        return frame;
    }

    private static long padded(long bytes) {
        return (bytes + 7) & -8;
    }

    private static long valueBytes(Type type, int rows) {
        return switch (type) {
            case Type.BooleanType t -> (rows + 7) / 8;
            case Type.TinyintType t -> rows;
            case Type.SmallintType t -> rows * 2L;
            case Type.DecimalType t -> rows * 16L;
            case Type.CharType t -> (rows + 1) * 4L;
            case Type.VarcharType t -> (rows + 1) * 4L;
            case Type.IntervalType t -> throw new IllegalArgumentException(t.sql());
            case Type.IntegerType t -> rows * 4L;
            case Type.RealType t -> rows * 4L;
            case Type.TimeType t -> rows * 8L;
            case Type.ZonedTimestampType t -> rows * 8L;
            case Type.DateType t -> rows * 4L;
            case Type.BigintType t -> rows * 8L;
            case Type.DoubleType t -> rows * 8L;
            case Type.TimestampType t -> rows * 8L;
        };
    }

    private static long textBytes(Column.Plain column, int rows) {
        long bytes = 0;
        for (int row = 0; row < rows; row++) {
            if (Lanes.bit(column.validity(), row)) {
                bytes += Lanes.viewLength(column.values(), row);
            }
        }
        return bytes;
    }

    private static void values(Type type, Column.Plain column, int rows, MemorySegment target, long at, long textAt) {
        MemorySegment source = column.values();
        switch (type) {
            case Type.TinyintType t -> {
                for (int row = 0; row < rows; row++) {
                    target.set(Lanes.BYTE, at + row, (byte) Lanes.int32(source, row));
                }
            }
            case Type.RealType t -> {
                for (int row = 0; row < rows; row++) {
                    target.set(Lanes.INT, at + row * 4L, Float.floatToRawIntBits((float)
                            source.get(Lanes.DOUBLE, row * 8L)));
                }
            }
            case Type.IntervalType t -> throw new IllegalArgumentException(t.sql());
            case Type.TimeType t -> copy(type, source, rows, target, at);
            case Type.ZonedTimestampType t -> copy(type, source, rows, target, at);
            case Type.SmallintType t -> {
                for (int row = 0; row < rows; row++) {
                    target.set(Lanes.SHORT, at + row * 2L, (short) Lanes.int32(source, row));
                }
            }
            case Type.DecimalType t
            when t.layout() == Layout.INT64 -> {
                for (int row = 0; row < rows; row++) {
                    long value = Lanes.int64(source, row);
                    target.set(Lanes.LONG, at + row * 16L, value);
                    target.set(Lanes.LONG, at + row * 16L + 8, value >> 63);
                }
            }
            case Type.CharType t -> texts(column, rows, target, at, textAt);
            case Type.VarcharType t -> texts(column, rows, target, at, textAt);
            case Type.BooleanType t -> copy(type, source, rows, target, at);
            case Type.DecimalType t -> copy(type, source, rows, target, at);
            case Type.IntegerType t -> copy(type, source, rows, target, at);
            case Type.DateType t -> copy(type, source, rows, target, at);
            case Type.BigintType t -> copy(type, source, rows, target, at);
            case Type.DoubleType t -> copy(type, source, rows, target, at);
            case Type.TimestampType t -> copy(type, source, rows, target, at);
        }
    }

    private static void copy(Type type, MemorySegment source, int rows, MemorySegment target, long at) {
        MemorySegment.copy(source, 0, target, at, valueBytes(type, rows));
    }

    private static void texts(Column.Plain column, int rows, MemorySegment target, long at, long textAt) {
        int used = 0;
        for (int row = 0; row < rows; row++) {
            target.set(Lanes.INT, at + row * 4L, used);
            if (Lanes.bit(column.validity(), row)) {
                MemorySegment bytes = Lanes.viewBytes(column.values(), column.heap(), row);
                int length = (int) bytes.byteSize();
                MemorySegment.copy(
                        bytes, ValueLayout.JAVA_BYTE, 0, target, ValueLayout.JAVA_BYTE, textAt + used, length);
                used += length;
            }
        }
        target.set(Lanes.INT, at + rows * 4L, used);
    }

    private static byte[] metadata(Column.Plain[] columns, long[] lengths, int buffers, int rows, long bodyBytes) {
        FlatBufferBuilder builder = new FlatBufferBuilder(128 + columns.length * 16 + buffers * 16);
        RecordBatch.startBuffersVector(builder, buffers);
        // Flatbuffers write vectors of structs from the back.
        long end = bodyBytes;
        for (int i = lengths.length - 1; i >= 0; i--) {
            if (lengths[i] >= 0) {
                end -= padded(lengths[i]);
                org.apache.arrow.flatbuf.Buffer.createBuffer(builder, end, lengths[i]);
            }
        }
        int bufferVector = builder.endVector();
        RecordBatch.startNodesVector(builder, columns.length);
        for (int i = columns.length - 1; i >= 0; i--) {
            FieldNode.createFieldNode(builder, rows, nullCount(columns[i], rows));
        }
        int nodeVector = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, rows);
        RecordBatch.addNodes(builder, nodeVector);
        RecordBatch.addBuffers(builder, bufferVector);
        int batch = RecordBatch.endRecordBatch(builder);
        Message.startMessage(builder);
        Message.addVersion(builder, MetadataVersion.V5);
        Message.addHeaderType(builder, MessageHeader.RecordBatch);
        Message.addHeader(builder, batch);
        Message.addBodyLength(builder, bodyBytes);
        builder.finish(Message.endMessage(builder));
        return builder.sizedByteArray();
    }

    private static long nullCount(Column.Plain column, int rows) {
        MemorySegment validity = column.validity();
        return validity == null ? 0 : rows - Bits.count(validity, rows);
    }
}
