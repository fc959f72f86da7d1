package io.colonnade.jdbc.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.jdbc.service.TypeDescription;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.calcite.avatica.util.Cursor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final long SEED = 20_261_121;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 64, 1000})
    void readsEveryTypeAsArrowWroteIt(int rowCount) throws Exception {
        Random random = new Random(SEED + rowCount);
        List<ColumnDescription> columns = columns();
        List<List<Object>> rows = rows(random, columns, rowCount, 0.3);
        try (BufferAllocator allocator = new RootAllocator()) {
            ByteBuffer frame = ArrowFrames.frame(allocator, columns, rows);
            assertThat(read(columns, List.of(frame)))
                    .as("seed %d", SEED + rowCount)
                    .isEqualTo(rows);
        }
    }

    @Test
    void skipsSchemaEmptyFramesAndTheEndMarker() throws Exception {
        List<ColumnDescription> columns = columns();
        List<List<Object>> rows = rows(new Random(SEED), columns, 5, 0);
        try (BufferAllocator allocator = new RootAllocator()) {
            ByteBuffer end = ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0});
            List<ByteBuffer> frames = List.of(
                    ArrowFrames.schema(allocator, columns),
                    ArrowFrames.frame(allocator, columns, List.of()),
                    ArrowFrames.frame(allocator, columns, rows.subList(0, 2)),
                    ArrowFrames.frame(allocator, columns, List.of()),
                    ArrowFrames.frame(allocator, columns, rows.subList(2, 5)),
                    end);
            assertThat(read(columns, frames)).isEqualTo(rows);
        }
    }

    @Test
    void readsAFrameInTheMiddleOfALargerBufferAndReadOnly() throws Exception {
        List<ColumnDescription> columns = columns();
        List<List<Object>> rows = rows(new Random(SEED), columns, 20, 0.2);
        try (BufferAllocator allocator = new RootAllocator()) {
            ByteBuffer frame = ArrowFrames.frame(allocator, columns, rows);
            ByteBuffer larger = ByteBuffer.allocate(frame.remaining() + 100);
            larger.position(37).put(frame.duplicate());
            ByteBuffer slice = larger.limit(larger.position()).position(37);
            assertThat(read(columns, List.of(slice))).isEqualTo(rows);
            assertThat(read(columns, List.of(frame.asReadOnlyBuffer()))).isEqualTo(rows);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 100})
    void writesFramesThatArrowReads(int rowCount) throws Exception {
        Random random = new Random(SEED - rowCount);
        List<ColumnDescription> columns = columns();
        List<List<Object>> rows = rows(random, columns, rowCount, 0.3);
        ByteBuffer frame = FrameWriter.write(columns, rows);
        assertThat(read(columns, List.of(frame.duplicate()))).isEqualTo(rows);
        try (BufferAllocator allocator = new RootAllocator()) {
            assertThat(readByArrow(allocator, columns, frame)).isEqualTo(textRows(rows));
        }
    }

    @Test
    void answersEveryDamagedFrameWithRowsOrAnErrorNeverWithADefect() throws Exception {
        Random random = new Random(SEED);
        List<ColumnDescription> columns = columns();
        ByteBuffer whole = FrameWriter.write(columns, rows(random, columns, 50, 0.3));
        int refused = 0;
        int runs = 3_000;
        for (int run = 0; run < runs; run++) {
            byte[] damaged = Arrays.copyOf(
                    whole.array(), random.nextInt(4) == 0 ? random.nextInt(whole.limit()) : whole.limit());
            for (int flips = random.nextInt(1, 4); flips > 0 && damaged.length > 0; flips--) {
                int at = random.nextInt(Math.min(damaged.length, 600));
                damaged[at] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                read(columns, List.of(ByteBuffer.wrap(damaged)));
            } catch (SQLException expected) {
                assertThat(expected.getSQLState())
                        .as("seed %d run %d", SEED, run)
                        .isEqualTo("XX001");
                refused++;
            }
        }
        System.out.println("damaged frames, seed " + SEED + ": " + refused + " of " + runs + " refused");
        assertThat(refused).isGreaterThan(runs / 10);
    }

    @Test
    void namesTheColumnWhoseOffsetsDoNotFit() {
        List<ColumnDescription> columns = List.of(ColumnDescription.of("city", TypeDescription.VARCHAR, true));
        ByteBuffer frame = FrameWriter.write(columns, List.of(List.of("Ulm"), List.of("Bonn")));
        byte[] bytes = frame.array();
        int lastOffset = bytes.length - 8 - 8;
        bytes[lastOffset] = 100;
        assertThatThrownBy(() -> FrameReader.read(frame, columns))
                .isInstanceOf(EngineFailure.class)
                .hasMessageContaining("column 'city'");
    }

    private static List<ColumnDescription> columns() {
        List<ColumnDescription> columns = new ArrayList<>();
        for (TypeDescription type : ArrowFrames.TYPES) {
            columns.add(ColumnDescription.of("c" + columns.size(), type, true));
        }
        return columns;
    }

    private static List<List<Object>> rows(
            Random random, List<ColumnDescription> columns, int rowCount, double nullShare) {
        List<List<Object>> rows = new ArrayList<>();
        for (int row = 0; row < rowCount; row++) {
            List<Object> values = new ArrayList<>();
            for (ColumnDescription column : columns) {
                values.add(random.nextDouble() < nullShare ? null : ArrowFrames.value(random, column.type()));
            }
            rows.add(values);
        }
        return rows;
    }

    /// Reads by the cursor, each value as the class the row was made of.
    private static List<List<Object>> read(List<ColumnDescription> columns, List<ByteBuffer> frames)
            throws SQLException {
        FrameCursor cursor = new FrameCursor(new GivenFrames(columns, frames.iterator()));
        List<Cursor.Accessor> accessors = cursor.createAccessors(List.of(), null, null);
        List<List<Object>> rows = new ArrayList<>();
        while (cursor.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                Object value =
                        accessors.get(i).getObject(javaClass(columns.get(i).type()));
                assertThat(cursor.wasNull()).isEqualTo(value == null);
                row.add(value);
            }
            rows.add(row);
        }
        return rows;
    }

    private static Class<?> javaClass(TypeDescription type) {
        return switch (type.jdbcType()) {
            case Types.SMALLINT -> Short.class;
            case Types.DATE -> LocalDate.class;
            case Types.TIMESTAMP -> LocalDateTime.class;
            default -> Object.class;
        };
    }

    private static List<List<String>> readByArrow(
            BufferAllocator allocator, List<ColumnDescription> columns, ByteBuffer frame) throws IOException {
        List<FieldVector> vectors = new ArrayList<>();
        columns.forEach(column -> vectors.add(ArrowFrames.emptyVector(allocator, column)));
        ReadChannel channel =
                new ReadChannel(Channels.newChannel(new ByteArrayInputStream(frame.array(), 0, frame.limit())));
        try (VectorSchemaRoot root = new VectorSchemaRoot(vectors);
                ArrowRecordBatch batch =
                        (ArrowRecordBatch) MessageSerializer.deserializeMessageBatch(channel, allocator)) {
            new VectorLoader(root).load(batch);
            List<List<String>> rows = new ArrayList<>();
            for (int row = 0; row < root.getRowCount(); row++) {
                List<String> values = new ArrayList<>();
                for (FieldVector vector : root.getFieldVectors()) {
                    values.add(vector instanceof NullVector ? "null" : arrowText(vector, row));
                }
                rows.add(values);
            }
            return rows;
        }
    }

    private static String arrowText(FieldVector vector, int row) {
        Object value = vector.getObject(row);
        if (value instanceof Integer days && vector instanceof org.apache.arrow.vector.DateDayVector) {
            return LocalDate.ofEpochDay(days).toString();
        }
        return String.valueOf(value);
    }

    private static List<List<String>> textRows(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> row.stream().map(String::valueOf).toList())
                .toList();
    }

    private record GivenFrames(List<ColumnDescription> columns, Iterator<ByteBuffer> frames)
            implements StatementResult {

        @Override
        public long updateCount() {
            return -1;
        }

        @Override
        public ByteBuffer nextFrame() {
            return frames.hasNext() ? frames.next() : null;
        }

        @Override
        public QueryStatistics statistics() {
            return QueryStatistics.NONE;
        }

        @Override
        public void close() {}
    }
}
