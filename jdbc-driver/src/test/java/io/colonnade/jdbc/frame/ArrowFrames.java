package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.TypeDescription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/// Makes frames with Arrow's own library, which the reader under test does not use, and random values for them.
final class ArrowFrames {

    static final List<TypeDescription> TYPES = List.of(
            TypeDescription.BOOLEAN,
            TypeDescription.SMALLINT,
            TypeDescription.INTEGER,
            TypeDescription.BIGINT,
            TypeDescription.DOUBLE,
            TypeDescription.decimal(12, 2),
            TypeDescription.decimal(38, 10),
            TypeDescription.character(8),
            TypeDescription.VARCHAR,
            TypeDescription.DATE,
            TypeDescription.TIMESTAMP,
            TypeDescription.NULL);

    private ArrowFrames() {}

    static ByteBuffer frame(BufferAllocator allocator, List<ColumnDescription> columns, List<List<Object>> rows)
            throws IOException {
        List<FieldVector> vectors = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            vectors.add(vector(allocator, columns.get(column), column, rows));
        }
        try (VectorSchemaRoot root = new VectorSchemaRoot(vectors)) {
            root.setRowCount(rows.size());
            try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                MessageSerializer.serialize(new WriteChannel(Channels.newChannel(bytes)), batch);
                return ByteBuffer.wrap(bytes.toByteArray());
            }
        }
    }

    static ByteBuffer schema(BufferAllocator allocator, List<ColumnDescription> columns) throws IOException {
        List<FieldVector> vectors = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            vectors.add(vector(allocator, columns.get(column), column, List.of()));
        }
        try (VectorSchemaRoot root = new VectorSchemaRoot(vectors)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(bytes)), root.getSchema());
            return ByteBuffer.wrap(bytes.toByteArray());
        }
    }

    private static FieldVector vector(
            BufferAllocator allocator, ColumnDescription column, int index, List<List<Object>> rows) {
        FieldVector vector = emptyVector(allocator, column);
        vector.allocateNew();
        for (int row = 0; row < rows.size(); row++) {
            Object value = rows.get(row).get(index);
            if (value == null) {
                if (!(vector instanceof NullVector)) {
                    vector.setNull(row);
                }
            } else {
                set(vector, row, value, column.type());
            }
        }
        vector.setValueCount(rows.size());
        return vector;
    }

    static FieldVector emptyVector(BufferAllocator allocator, ColumnDescription column) {
        String name = column.name();
        return switch (column.type().jdbcType()) {
            case Types.BOOLEAN -> new BitVector(name, allocator);
            case Types.SMALLINT -> new SmallIntVector(name, allocator);
            case Types.INTEGER -> new IntVector(name, allocator);
            case Types.BIGINT -> new BigIntVector(name, allocator);
            case Types.DOUBLE -> new Float8Vector(name, allocator);
            case Types.DECIMAL ->
                new DecimalVector(
                        name,
                        allocator,
                        column.type().precision(),
                        column.type().scale());
            case Types.CHAR, Types.VARCHAR -> new VarCharVector(name, allocator);
            case Types.DATE -> new DateDayVector(name, allocator);
            case Types.TIMESTAMP -> new TimeStampMicroVector(name, allocator);
            default -> new NullVector(name);
        };
    }

    private static void set(FieldVector vector, int row, Object value, TypeDescription type) {
        switch (vector) {
            case BitVector bits -> bits.setSafe(row, (Boolean) value ? 1 : 0);
            case SmallIntVector numbers -> numbers.setSafe(row, (Short) value);
            case IntVector numbers -> numbers.setSafe(row, (Integer) value);
            case BigIntVector numbers -> numbers.setSafe(row, (Long) value);
            case Float8Vector numbers -> numbers.setSafe(row, (Double) value);
            case DecimalVector numbers -> numbers.setSafe(row, ((BigDecimal) value).setScale(type.scale()));
            case VarCharVector texts -> texts.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
            case DateDayVector dates -> dates.setSafe(row, (int) ((LocalDate) value).toEpochDay());
            case TimeStampMicroVector times -> {
                LocalDateTime time = (LocalDateTime) value;
                times.setSafe(row, time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1_000);
            }
            default -> throw new IllegalStateException("No values for " + vector);
        }
    }

    static Object value(Random random, TypeDescription type) {
        return switch (type.jdbcType()) {
            case Types.BOOLEAN -> random.nextBoolean();
            case Types.SMALLINT -> (short) random.nextInt();
            case Types.INTEGER -> random.nextInt();
            case Types.BIGINT -> random.nextLong();
            case Types.DOUBLE -> random.nextInt(10) == 0 ? Double.NaN : random.nextGaussian() * 1e9;
            case Types.DECIMAL -> decimal(random, type);
            case Types.CHAR, Types.VARCHAR -> text(random);
            case Types.DATE -> LocalDate.ofEpochDay(random.nextInt(-800_000, 800_000));
            case Types.TIMESTAMP ->
                LocalDateTime.ofEpochSecond(
                        random.nextLong(-60_000_000_000L, 60_000_000_000L),
                        random.nextInt(1_000_000) * 1_000,
                        ZoneOffset.UTC);
            default -> null;
        };
    }

    private static BigDecimal decimal(Random random, TypeDescription type) {
        BigInteger bound = BigInteger.TEN.pow(random.nextInt(1, type.precision() + 1));
        BigInteger unscaled = new BigInteger(bound.bitLength(), random).mod(bound);
        return new BigDecimal(random.nextBoolean() ? unscaled.negate() : unscaled, type.scale());
    }

    private static String text(Random random) {
        String[] letters = {"a", "Z", "é", "漢", "🂡", "\u0000", "'"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }
}
