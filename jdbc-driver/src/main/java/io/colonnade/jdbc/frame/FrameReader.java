package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.EngineFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.jspecify.annotations.Nullable;

/// Takes one encapsulated message of the Arrow IPC stream format apart.
///
/// ```
/// FF FF FF FF | metadata length, int32 | Message flatbuffer, padded to 8 | body: buffers at the offsets it names
/// ```
///
/// Everything is checked against the frame's length before a getter can touch it: a frame that lies about a buffer
/// fails with SQLSTATE XX001 and never reads a neighbour's bytes.
final class FrameReader {

    private static final int CONTINUATION = 0xFFFFFFFF;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteBuffer frame;
    private final RecordBatch batch;
    private final int bodyStart;
    private int nextNode;
    private int nextBuffer;

    private FrameReader(ByteBuffer frame, RecordBatch batch, int bodyStart) {
        this.frame = frame;
        this.batch = batch;
        this.bodyStart = bodyStart;
    }

    /// The rows in `source`, or null when the message carries none (a schema, the end of a stream).
    static @Nullable RecordFrame read(ByteBuffer source, List<ColumnDescription> columns) throws EngineFailure {
        ByteBuffer frame = source.slice().order(ByteOrder.LITTLE_ENDIAN);
        try {
            return readMessage(frame, columns);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException broken) {
            throw corrupt("its metadata points outside of it").withHint("Report this: " + broken);
        }
    }

    private static @Nullable RecordFrame readMessage(ByteBuffer frame, List<ColumnDescription> columns)
            throws EngineFailure {
        if (frame.limit() < 4) {
            throw corrupt("it is only " + frame.limit() + " bytes long");
        }
        int prefix = 4;
        int metadataLength = frame.getInt(0);
        if (metadataLength == CONTINUATION) {
            metadataLength = frame.getInt(4);
            prefix = 8;
        }
        if (metadataLength == 0) {
            return null;
        }
        if (metadataLength < 0 || metadataLength > frame.limit() - prefix) {
            throw corrupt("its metadata claims " + metadataLength + " of " + frame.limit() + " bytes");
        }
        ByteBuffer metadata = frame.slice(prefix, metadataLength).order(ByteOrder.LITTLE_ENDIAN);
        Message message = Message.getRootAsMessage(metadata);
        int bodyStart = prefix + metadataLength;
        return switch (message.headerType()) {
            case MessageHeader.Schema -> null;
            case MessageHeader.RecordBatch -> {
                if (message.header(new RecordBatch()) instanceof RecordBatch batch) {
                    yield new FrameReader(frame, batch, bodyStart).readBatch(columns);
                }
                throw corrupt("it has no record batch");
            }
            default -> throw corrupt("it is a message of kind " + message.headerType());
        };
    }

    private RecordFrame readBatch(List<ColumnDescription> columns) throws EngineFailure {
        if (batch.compression() != null) {
            throw corrupt("its buffers are compressed");
        }
        if (batch.nodesLength() != columns.size()) {
            throw corrupt("it has " + batch.nodesLength() + " columns instead of " + columns.size());
        }
        int rowCount = Math.toIntExact(batch.length());
        List<ColumnBuffers> buffers = new ArrayList<>(columns.size());
        for (ColumnDescription column : columns) {
            buffers.add(readColumn(column, rowCount));
        }
        return new RecordFrame(rowCount, buffers);
    }

    private ColumnBuffers readColumn(ColumnDescription column, int rowCount) throws EngineFailure {
        FieldNode node = batch.nodes(nextNode++);
        if (node == null || node.length() != rowCount) {
            throw corrupt("column '" + column.label() + "' differs in its number of rows");
        }
        int type = column.type().jdbcType();
        if (type == Types.NULL) {
            // An Arrow null column has no buffers; a validity bitmap of zeros makes every row NULL.
            return new ColumnBuffers(ByteBuffer.allocate((rowCount + 7) / 8), NOTHING, NOTHING);
        }
        ByteBuffer validity = readBuffer(column);
        if (validity.limit() == 0 || node.nullCount() == 0) {
            validity = null;
        } else {
            require(validity, (rowCount + 7L) / 8, column);
        }
        ByteBuffer values = readBuffer(column);
        if (type != Types.VARCHAR && type != Types.CHAR && type != Types.OTHER) {
            require(values, fixedBytes(column, rowCount), column);
            return new ColumnBuffers(validity, values, NOTHING);
        }
        ByteBuffer bytes = readBuffer(column);
        if (rowCount > 0) {
            require(values, 4L * (rowCount + 1L), column);
            checkOffsets(column, values, bytes, rowCount);
        }
        return new ColumnBuffers(validity, values, bytes);
    }

    private ByteBuffer readBuffer(ColumnDescription column) throws EngineFailure {
        // The generated accessor does not check the length of its vector.
        Buffer buffer = nextBuffer < batch.buffersLength() ? batch.buffers(nextBuffer++) : null;
        if (buffer == null) {
            throw corrupt("column '" + column.label() + "' lacks a buffer");
        }
        int start = Math.addExact(bodyStart, Math.toIntExact(buffer.offset()));
        return frame.slice(start, Math.toIntExact(buffer.length())).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void checkOffsets(ColumnDescription column, ByteBuffer offsets, ByteBuffer bytes, int rowCount)
            throws EngineFailure {
        int previous = offsets.getInt(0);
        boolean ascending = previous >= 0;
        for (int row = 1; row <= rowCount; row++) {
            int offset = offsets.getInt(4 * row);
            ascending &= offset >= previous;
            previous = offset;
        }
        if (!ascending || previous > bytes.limit()) {
            throw corrupt("the text offsets of column '" + column.label() + "' do not fit its bytes");
        }
    }

    private static long fixedBytes(ColumnDescription column, int rowCount) throws EngineFailure {
        return switch (column.type().jdbcType()) {
            case Types.BOOLEAN -> (rowCount + 7L) / 8;
            case Types.TINYINT -> rowCount;
            case Types.SMALLINT -> 2L * rowCount;
            case Types.INTEGER, Types.DATE, Types.REAL -> 4L * rowCount;
            case Types.BIGINT, Types.DOUBLE, Types.TIME, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                8L * rowCount;
            case Types.DECIMAL -> 16L * rowCount;
            default -> throw corrupt("column '" + column.label() + "' has the unknown type " + column.type());
        };
    }

    private static void require(ByteBuffer buffer, long bytes, ColumnDescription column) throws EngineFailure {
        if (buffer.limit() < bytes) {
            throw corrupt("column '" + column.label() + "' has " + buffer.limit() + " bytes and needs " + bytes);
        }
    }

    private static EngineFailure corrupt(String why) {
        return EngineFailure.of("XX001", "A frame of the result cannot be read: " + why);
    }
}
