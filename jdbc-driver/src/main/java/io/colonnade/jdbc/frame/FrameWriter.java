package io.colonnade.jdbc.frame;

import com.google.flatbuffers.FlatBufferBuilder;
import io.colonnade.jdbc.service.ColumnDescription;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.jspecify.annotations.Nullable;

/// Writes Java rows as one RecordBatch frame, for results that are small and not made of pages: metadata, plans.
///
/// *Values* are of the classes of [io.colonnade.jdbc.service.StatementRequest]; a number fits any numeric
/// column that can hold it exactly. *Alignment*: metadata and every buffer start at a multiple of 8 bytes of
/// the frame.
final class FrameWriter {

    private static final int ALIGNMENT = 8;

    private final List<ColumnDescription> columns;
    private final List<? extends List<? extends @Nullable Object>> rows;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<long[]> buffers = new ArrayList<>();
    private final long[] nullCounts;

    private FrameWriter(List<ColumnDescription> columns, List<? extends List<? extends @Nullable Object>> rows) {
        this.columns = columns;
        this.rows = rows;
        this.nullCounts = new long[columns.size()];
    }

    static ByteBuffer write(List<ColumnDescription> columns, List<? extends List<? extends @Nullable Object>> rows) {
        return new FrameWriter(columns, rows).write();
    }

    private ByteBuffer write() {
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column).type().jdbcType() == Types.NULL) {
                nullCounts[column] = rows.size();
            } else {
                addValidity(column);
                addValues(column);
            }
        }
        byte[] metadata = metadata();
        ByteBuffer frame =
                ByteBuffer.allocate(8 + metadata.length + body.size()).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(0xFFFFFFFF).putInt(metadata.length).put(metadata).put(body.toByteArray());
        return frame.flip();
    }

    private void addValidity(int column) {
        byte[] bits = new byte[(rows.size() + 7) / 8];
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).get(column) == null) {
                nullCounts[column]++;
            } else {
                bits[row >>> 3] |= (byte) (1 << (row & 7));
            }
        }
        addBuffer(nullCounts[column] == 0 ? new byte[0] : bits);
    }

    private void addValues(int column) {
        int type = columns.get(column).type().jdbcType();
        if (type == Types.VARCHAR || type == Types.CHAR || type == Types.OTHER) {
            addText(column);
            return;
        }
        int width = width(type);
        ByteBuffer values = ByteBuffer.allocate(width == 0 ? (rows.size() + 7) / 8 : rows.size() * width)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows.size(); row++) {
            Object value = rows.get(row).get(column);
            if (value != null) {
                put(values, row, columns.get(column), value);
            }
        }
        addBuffer(values.array());
    }

    private static int width(int type) {
        return switch (type) {
            case Types.BOOLEAN -> 0;
            case Types.TINYINT -> 1;
            case Types.SMALLINT -> 2;
            case Types.INTEGER, Types.DATE, Types.REAL -> 4;
            case Types.BIGINT, Types.DOUBLE, Types.TIME, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> 8;
            case Types.DECIMAL -> 16;
            default -> throw new IllegalArgumentException("No frame holds values of JDBC type " + type);
        };
    }

    private static void put(ByteBuffer values, int row, ColumnDescription column, Object value) {
        switch (column.type().jdbcType()) {
            case Types.BOOLEAN -> {
                if ((Boolean) value) {
                    values.put(row >>> 3, (byte) (values.get(row >>> 3) | 1 << (row & 7)));
                }
            }
            case Types.TINYINT -> values.put(row, exact(value).byteValueExact());
            case Types.SMALLINT -> values.putShort(2 * row, exact(value).shortValueExact());
            case Types.INTEGER -> values.putInt(4 * row, exact(value).intValueExact());
            case Types.BIGINT -> values.putLong(8 * row, exact(value).longValueExact());
            case Types.REAL -> values.putFloat(4 * row, ((Number) value).floatValue());
            case Types.DOUBLE -> values.putDouble(8 * row, ((Number) value).doubleValue());
            case Types.DATE -> values.putInt(4 * row, Math.toIntExact(((LocalDate) value).toEpochDay()));
            case Types.TIME -> values.putLong(8 * row, ((LocalTime) value).toNanoOfDay() / 1_000);
            case Types.TIMESTAMP -> values.putLong(8 * row, micros((LocalDateTime) value));
            case Types.TIMESTAMP_WITH_TIMEZONE ->
                values.putLong(
                        8 * row,
                        micros(((OffsetDateTime) value)
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toLocalDateTime()));
            case Types.DECIMAL ->
                putDecimal(values, 16 * row, exact(value), column.type().scale());
            default -> throw new IllegalArgumentException("No frame holds values of type " + column.type());
        }
    }

    private static long micros(LocalDateTime time) {
        long micros = Math.multiplyExact(time.toEpochSecond(ZoneOffset.UTC), 1_000_000L);
        return Math.addExact(micros, time.getNano() / 1_000);
    }

    private static BigDecimal exact(Object value) {
        return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    }

    private static void putDecimal(ByteBuffer values, int index, BigDecimal value, int scale) {
        byte[] bigEndian = value.setScale(scale).unscaledValue().toByteArray();
        if (bigEndian.length > 16) {
            throw new IllegalArgumentException(value + " has more than 38 digits");
        }
        byte fill = (byte) (bigEndian[0] < 0 ? -1 : 0);
        for (int i = 0; i < 16; i++) {
            int from = bigEndian.length - 1 - i;
            values.put(index + i, from >= 0 ? bigEndian[from] : fill);
        }
    }

    private void addText(int column) {
        ByteBuffer offsets = ByteBuffer.allocate(4 * (rows.size() + 1)).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int row = 0; row < rows.size(); row++) {
            Object value = rows.get(row).get(column);
            if (value != null) {
                bytes.writeBytes(((String) value).getBytes(StandardCharsets.UTF_8));
            }
            offsets.putInt(4 * (row + 1), bytes.size());
        }
        addBuffer(offsets.array());
        addBuffer(bytes.toByteArray());
    }

    private void addBuffer(byte[] bytes) {
        buffers.add(new long[] {body.size(), bytes.length});
        body.writeBytes(bytes);
        body.writeBytes(new byte[-bytes.length & (ALIGNMENT - 1)]);
    }

    /// The Message flatbuffer, padded so that the body starts aligned.
    private byte[] metadata() {
        FlatBufferBuilder builder = new FlatBufferBuilder(256);
        // Vectors of structs are written back to front.
        RecordBatch.startBuffersVector(builder, buffers.size());
        for (long[] buffer : buffers.reversed()) {
            Buffer.createBuffer(builder, buffer[0], buffer[1]);
        }
        int buffersVector = builder.endVector();
        RecordBatch.startNodesVector(builder, columns.size());
        for (int column = columns.size() - 1; column >= 0; column--) {
            FieldNode.createFieldNode(builder, rows.size(), nullCounts[column]);
        }
        int nodesVector = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, rows.size());
        RecordBatch.addNodes(builder, nodesVector);
        RecordBatch.addBuffers(builder, buffersVector);
        int batch = RecordBatch.endRecordBatch(builder);
        builder.finish(
                Message.createMessage(builder, MetadataVersion.V5, MessageHeader.RecordBatch, batch, body.size(), 0));
        byte[] message = builder.sizedByteArray();
        byte[] padded = new byte[message.length + (-message.length & (ALIGNMENT - 1))];
        System.arraycopy(message, 0, padded, 0, message.length);
        return padded;
    }
}
