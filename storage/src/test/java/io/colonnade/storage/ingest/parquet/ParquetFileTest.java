package io.colonnade.storage.ingest.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.CopyFiles;
import io.colonnade.storage.ingest.Loading;
import io.colonnade.storage.ingest.rows.Chunk;
import io.colonnade.storage.ingest.rows.Rejections;
import io.colonnade.storage.ingest.rows.RowSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that parquet-java wrote, whole and damaged.
class ParquetFileTest {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message t {
              required int64 a = 7;
              optional int32 b;
              optional double c;
              optional float d;
              optional boolean e;
              optional binary f (STRING);
              optional fixed_len_byte_array(11) g (DECIMAL(25,3));
              optional binary h (DECIMAL(18,2));
              optional int96 i;
              required int32 j (DATE);
            }
            """);
    private static final List<ColumnDefinition> COLUMNS = columns(
            Type.BIGINT,
            Type.INTEGER,
            Type.DOUBLE,
            Type.DOUBLE,
            Type.BOOLEAN,
            Type.VARCHAR,
            Type.decimal(25, 3),
            Type.decimal(18, 2),
            Type.TIMESTAMP,
            Type.DATE);

    @TempDir
    Path directory;

    private static List<ColumnDefinition> columns(Type... types) {
        return Loading.columns(types);
    }

    private Path write(MessageType schema, List<Group> rows, WriterVersion version, boolean dictionary, boolean split)
            throws IOException {
        Path file = directory.resolve("t" + System.nanoTime() + ".parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withWriterVersion(version)
                .withDictionaryEncoding(dictionary)
                .withByteStreamSplitEncoding(split)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withPageSize(4000)
                .withPageRowCountLimit(777)
                .withRowGroupSize(100_000L)
                .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
        return file;
    }

    /// Random rows; the expected values go to `expected`.
    private static List<Group> rows(Random random, int count, List<List<Datum>> expected) {
        List<Group> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            Group group = new SimpleGroup(SCHEMA);
            List<Datum> values = new ArrayList<>();
            boolean nulls = row / 1000 % 3 == 1;
            long a = random.nextLong() >> random.nextInt(64);
            group.add("a", a);
            values.add(Datum.of(a));
            for (int column = 1; column <= 8; column++) {
                values.add(nulls && random.nextBoolean() ? Datum.NULL : value(random, column, group));
            }
            int day = random.nextInt(20_000);
            group.add("j", day);
            values.add(Datum.of(day));
            rows.add(group);
            expected.add(values);
        }
        return rows;
    }

    private static Datum value(Random random, int column, Group group) {
        switch (column) {
            case 1 -> {
                int value = random.nextInt(100);
                group.add("b", value);
                return Datum.of(value);
            }
            case 2 -> {
                double value = random.nextInt(5) / 3.0;
                group.add("c", value);
                return Datum.of(value);
            }
            case 3 -> {
                float value = random.nextFloat();
                group.add("d", value);
                return Datum.of((double) value);
            }
            case 4 -> {
                boolean value = random.nextInt(10) == 0;
                group.add("e", value);
                return Datum.of(value);
            }
            case 5 -> {
                String value = "é".repeat(random.nextInt(20)) + random.nextInt(300);
                group.add("f", value);
                return Datum.of(value);
            }
            case 6 -> {
                BigInteger value = new BigInteger(82, random).subtract(BigInteger.ONE.shiftLeft(81));
                byte[] bytes = new byte[11];
                Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
                byte[] tail = value.toByteArray();
                System.arraycopy(tail, 0, bytes, 11 - tail.length, tail.length);
                group.add("g", Binary.fromConstantByteArray(bytes));
                return new Datum.Wide(value);
            }
            case 7 -> {
                long value = random.nextLong(1_000_000_000_000_000_000L) >> random.nextInt(60);
                value = random.nextBoolean() ? value : -value;
                group.add(
                        "h",
                        Binary.fromConstantByteArray(BigInteger.valueOf(value).toByteArray()));
                return Datum.of(value);
            }
            case 8 -> {
                long micros = random.nextLong(86_400_000_000L);
                int day = 2_440_588 + random.nextInt(40_000) - 20_000;
                group.add("i", new NanoTime(day, micros * 1000 + 499));
                return Datum.of((day - 2_440_588) * 86_400_000_000L + micros);
            }
            default -> throw new AssertionError(column);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PARQUET_1_0, true, false",
        "PARQUET_1_0, false, false",
        "PARQUET_2_0, true, false",
        "PARQUET_2_0, false, false",
        "PARQUET_2_0, false, true",
    })
    void readsWhatParquetJavaWrote(WriterVersion version, boolean dictionary, boolean split) throws IOException {
        List<List<Datum>> expected = new ArrayList<>();
        List<Group> rows = rows(new Random(11), 10_000, expected);
        Path file = write(SCHEMA, rows, version, dictionary, split);
        List<List<Datum>> actual = Loading.rows(Loading.scan(COLUMNS, FileOptions.PARQUET), file);
        assertThat(actual).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            assertThat(actual.get(row)).as("row %d", row).isEqualTo(expected.get(row));
        }
    }

    @Test
    void neverAnswersWronglyFromDamagedFiles() throws IOException {
        long seed = Long.getLong("colonnade.seed", System.nanoTime());
        System.out.println("ParquetFileTest: -Dcolonnade.seed=" + seed);
        Random random = new Random(seed);
        int survived = 0;
        int failed = 0;
        Map<ErrorCode, Integer> refusals = new EnumMap<>(ErrorCode.class);
        for (WriterVersion version : WriterVersion.values()) {
            List<List<Datum>> expected = new ArrayList<>();
            Path file = write(SCHEMA, rows(random, 3000, expected), version, random.nextBoolean(), false);
            byte[] bytes = Files.readAllBytes(file);
            int footer = bytes.length
                    - 8
                    - ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
            for (int i = 0; i < 200; i++) {
                byte[] damaged = i % 5 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
                // The footer has no checksum: a scale or a name in it may change unseen, but nothing may crash.
                boolean inFooter = i % 5 == 1;
                if (damaged.length == bytes.length) {
                    int at = inFooter ? footer + random.nextInt(bytes.length - footer) : random.nextInt(footer);
                    damaged[at] ^= (byte) (1 << random.nextInt(8));
                }
                Path copy = Files.write(directory.resolve("damaged.parquet"), damaged);
                try {
                    List<List<Datum>> actual = Loading.rows(Loading.scan(COLUMNS, FileOptions.PARQUET), copy);
                    survived++;
                    assertThat(inFooter || actual.equals(expected))
                            .as("rows of a damaged file, %d", i)
                            .isTrue();
                } catch (EngineException e) {
                    failed++;
                    assertThat(e).hasMessageContaining("damaged.parquet");
                    assertThat(e.code()).isNotEqualTo(ErrorCode.INTERNAL);
                    refusals.merge(e.code(), 1, Integer::sum);
                }
            }
        }
        System.out.println("ParquetFileTest: refused " + refusals + ", read unharmed " + survived);
        assertThat(failed).isGreaterThan(survived);
    }

    private EngineException failure(Path file, List<ColumnDefinition> columns) {
        EngineException error = catchThrowableOfType(
                EngineException.class, () -> Loading.rows(Loading.scan(columns, FileOptions.PARQUET), file));
        assertThat(error).isNotNull();
        assertThat(error).hasMessageContaining(file.toString());
        return error;
    }

    private Path small(String schema, int rows) throws IOException {
        MessageType type = MessageTypeParser.parseMessageType(schema);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            Group group = new SimpleGroup(type);
            if (i != 4) {
                group.add(0, i * 10_000);
            }
            groups.add(group);
        }
        return write(type, groups, WriterVersion.PARQUET_1_0, true, false);
    }

    @Test
    void namesWhatDoesNotFit() throws IOException {
        Path file = small("message t { optional int32 Price; repeated int32 tags; }", 10);
        EngineException missing = failure(file, List.of(new ColumnDefinition(1, "cost", Type.INTEGER, true)));
        assertThat(missing.code()).isEqualTo(ErrorCode.UNKNOWN_COLUMN);
        assertThat(missing).hasMessageContaining("cost");
        assertThat(missing.hint()).contains("Price, tags");

        EngineException mismatch = failure(file, List.of(new ColumnDefinition(1, "price", Type.DATE, true)));
        assertThat(mismatch.code()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(mismatch).hasMessageContaining("INT32").hasMessageContaining("DATE");

        EngineException nested = failure(file, List.of(new ColumnDefinition(1, "tags", Type.INTEGER, true)));
        assertThat(nested.code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
        assertThat(nested).hasMessageContaining("tags");

        EngineException nulls = failure(file, List.of(new ColumnDefinition(1, "PRICE", Type.INTEGER, false)));
        assertThat(nulls.code()).isEqualTo(ErrorCode.NOT_NULL_VIOLATION);
        assertThat(nulls).hasMessageContaining("row 5,").hasMessageContaining("PRICE");
    }

    @Test
    void checksValuesThatMayNotFit() throws IOException {
        Path file = small("message t { optional int32 price; }", 10);
        EngineException range = failure(file, List.of(new ColumnDefinition(1, "price", Type.SMALLINT, true)));
        assertThat(range.code()).isEqualTo(ErrorCode.OUT_OF_RANGE);
        assertThat(range).hasMessageContaining("'50000'").hasMessageContaining("SMALLINT");
        List<ColumnDefinition> decimal = List.of(new ColumnDefinition(1, "price", Type.decimal(30, 25), true));
        assertThat(Loading.rows(
                        Loading.scan(decimal, FileOptions.PARQUET), small("message t { optional int32 price; }", 3)))
                .extracting(List::getFirst)
                .containsExactly(
                        new Datum.Wide(BigInteger.ZERO),
                        new Datum.Wide(new BigDecimal("1e29").toBigIntegerExact()),
                        new Datum.Wide(new BigDecimal("2e29").toBigIntegerExact()));
    }

    @Test
    void refusesFilesThatAreNoParquet() throws IOException {
        List<ColumnDefinition> columns = columns(Type.INTEGER);
        for (String content : List.of("", "PAR1", "a,b,c\n1,2,3\n", "PAR1xxxxxxxxxxxxxxxxxxxPAR1")) {
            Path file = Files.write(directory.resolve("x.parquet"), content.getBytes(StandardCharsets.UTF_8));
            assertThat(failure(file, columns).code()).isEqualTo(ErrorCode.CORRUPT_DATA);
        }
        assertThat(failure(directory, columns)).hasMessageContaining("is a directory");
        assertThat(failure(directory.resolve("none.parquet"), columns).code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void findsColumnsByFieldIdAndReadsThemOneAfterTheOther() throws IOException {
        List<List<Datum>> expected = new ArrayList<>();
        Path path = write(SCHEMA, rows(new Random(5), 5000, expected), WriterVersion.PARQUET_1_0, true, false);
        ParquetFile file = ParquetFile.open(path, FileSystem.LOCAL);
        ParquetColumn column = file.column(7).orElseThrow();
        assertThat(column.name()).isEqualTo("a");
        assertThat(file.column(8)).isEmpty();
        assertThat(file.rowCount()).isEqualTo(5000);
        assertThat(file.rowGroupCount()).isGreaterThan(1);
        List<Datum> values = new ArrayList<>();
        try (MemoryPool pool = MemoryPool.root("test", 1L << 30);
                Scratch scratch = new Scratch(pool)) {
            for (int group = 0; group < file.rowGroupCount(); group++) {
                try (RowGroupReader reader = file.rowGroup(group, List.of(column), COLUMNS.subList(0, 1), pool)) {
                    for (int left = (int) file.rowCount(group); left > 0; left -= 100) {
                        scratch.reset();
                        var part = reader.columns().getFirst().next(Math.min(100, left), scratch);
                        for (int row = 0; row < part.length(); row++) {
                            values.add(part.datum(row));
                        }
                    }
                }
            }
        }
        assertThat(values).isEqualTo(expected.stream().map(List::getFirst).toList());
    }

    @Test
    void givesMemoryBackWhenTheConsumerFails() throws IOException {
        List<List<Datum>> expected = new ArrayList<>();
        Path path = write(SCHEMA, rows(new Random(5), 9000, expected), WriterVersion.PARQUET_2_0, true, false);
        try (MemoryPool pool = MemoryPool.root("test", 1L << 30);
                RowSource source = CopyFiles.open(
                        List.of(path),
                        Loading.scan(COLUMNS, FileOptions.PARQUET),
                        Rejections.none(),
                        pool,
                        FileSystem.LOCAL);
                Scratch scratch = new Scratch(pool)) {
            Chunk chunk = Objects.requireNonNull(source.next());
            EngineException error = catchThrowableOfType(
                    EngineException.class,
                    () -> chunk.read(scratch, page -> {
                        throw EngineException.internal("stop");
                    }));
            assertThat(error).hasMessage("stop");
            chunk.close();
        }
    }
}
