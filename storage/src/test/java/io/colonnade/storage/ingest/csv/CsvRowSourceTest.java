package io.colonnade.storage.ingest.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvRowSourceTest {
    private static final FileOptions CSV = FileOptions.CSV;
    private static final FileOptions PIPES = new FileOptions(FileOptions.Format.CSV, "|", false, "", "\"");
    private static final FileOptions HEADER = new FileOptions(FileOptions.Format.CSV, ",", true, "", "\"");

    @TempDir
    Path directory;

    private Path file(String text) {
        return file("t.csv", text.getBytes(StandardCharsets.UTF_8));
    }

    private Path file(String name, byte[] bytes) {
        try {
            return Files.write(directory.resolve(name), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<List<Datum>> read(String text, FileOptions options, Type... types) {
        return Loading.rows(Loading.scan(Loading.columns(types), options), file(text));
    }

    private EngineException failure(String text, FileOptions options, Type... types) {
        return failure(file(text), options, Loading.columns(types));
    }

    private static EngineException failure(Path file, FileOptions options, List<ColumnDefinition> columns) {
        EngineException error =
                catchThrowableOfType(EngineException.class, () -> Loading.rows(Loading.scan(columns, options), file));
        assertThat(error).isNotNull();
        return error;
    }

    private static Datum text(String text) {
        return Datum.of(text);
    }

    @Test
    void readsEveryTypeExactly() {
        String row = "true,-32768,2147483647,-9223372036854775808,0.1,-12345.678,"
                + "-99999999999999999999999999999999999999,abc  ,Grüße,2024-02-29,2001-02-03 04:05:06.789012\n";
        List<List<Datum>> rows = read(
                row,
                CSV,
                Type.BOOLEAN,
                Type.SMALLINT,
                Type.INTEGER,
                Type.BIGINT,
                Type.DOUBLE,
                Type.decimal(12, 2),
                Type.decimal(38, 0),
                new Type.CharType(5),
                Type.VARCHAR,
                Type.DATE,
                Type.TIMESTAMP);
        long micros = ChronoUnit.MICROS.between(
                LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), LocalDateTime.parse("2001-02-03T04:05:06.789012"));
        assertThat(rows)
                .containsExactly(List.of(
                        Datum.TRUE,
                        Datum.of(-32768),
                        Datum.of(2147483647),
                        Datum.of(Long.MIN_VALUE),
                        Datum.of(0.1),
                        Datum.of(-1234568),
                        new Datum.Wide(
                                BigInteger.TEN.pow(38).subtract(BigInteger.ONE).negate()),
                        text("abc"),
                        text("Grüße"),
                        Datum.of(LocalDate.of(2024, 2, 29).toEpochDay()),
                        Datum.of(micros)));
    }

    @Test
    void takesUnquotedEmptyAsNullAndQuotedEmptyAsText() {
        assertThat(read(",\"\",x\n", CSV, Type.VARCHAR, Type.VARCHAR, Type.VARCHAR))
                .containsExactly(List.of(Datum.NULL, text(""), text("x")));
    }

    @Test
    void takesOnlyTheNullTextAsNullWhenOneIsGiven() {
        FileOptions options = new FileOptions(FileOptions.Format.CSV, ",", false, "\\N", "\"");
        assertThat(read("\\N,\"\\N\",,\\N\n", options, Type.VARCHAR, Type.VARCHAR, Type.VARCHAR, Type.INTEGER))
                .containsExactly(List.of(Datum.NULL, text("\\N"), text(""), Datum.NULL));
    }

    @Test
    void readsQuotesAsPostgresqlDoes() {
        String rows =
                "\"a,b\",\"say \"\"hi\"\"\"\n\"two\nlines\",x\"y,z\"w\n\"\"\"\",\"long text with a \"\" quote in it\"\n";
        assertThat(read(rows, CSV, Type.VARCHAR, Type.VARCHAR))
                .containsExactly(
                        List.of(text("a,b"), text("say \"hi\"")),
                        List.of(text("two\nlines"), text("xy,zw")),
                        List.of(text("\""), text("long text with a \" quote in it")));
    }

    @Test
    void treatsQuotesAsDataWhenThereIsNoQuoteCharacter() {
        FileOptions options = new FileOptions(FileOptions.Format.CSV, "|", false, "", "");
        assertThat(read("5\" pipe|x\n", options, Type.VARCHAR, Type.VARCHAR))
                .containsExactly(List.of(text("5\" pipe"), text("x")));
    }

    @Test
    void acceptsCrLfAndALastRowWithoutLineFeed() {
        assertThat(read("1,a\r\n2,\"b\"\r\n3,c", CSV, Type.INTEGER, Type.VARCHAR))
                .containsExactly(
                        List.of(Datum.of(1), text("a")),
                        List.of(Datum.of(2), text("b")),
                        List.of(Datum.of(3), text("c")));
    }

    @Test
    void skipsAHeaderAndAByteOrderMark() {
        assertThat(read("\uFEFF\"a\nb\",c\n1,2\n", HEADER, Type.INTEGER, Type.INTEGER))
                .containsExactly(List.of(Datum.of(1), Datum.of(2)));
        assertThat(read("\uFEFF7,8\n", CSV, Type.INTEGER, Type.INTEGER))
                .containsExactly(List.of(Datum.of(7), Datum.of(8)));
    }

    @Test
    void findsNothingInEmptyFiles() {
        assertThat(read("", CSV, Type.INTEGER)).isEmpty();
        assertThat(read("\uFEFF", CSV, Type.INTEGER)).isEmpty();
        assertThat(read("a,b", HEADER, Type.INTEGER, Type.INTEGER)).isEmpty();
        assertThat(read("a,b\r\n", HEADER, Type.INTEGER, Type.INTEGER)).isEmpty();
        assertThat(Loading.rows(Loading.scan(Loading.columns(Type.INTEGER), CSV), file("t.csv.gz", new byte[0])))
                .isEmpty();
    }

    @Test
    void acceptsADelimiterAtTheEndOfRows() {
        assertThat(read("1|a|\n2||\n3|c\n", PIPES, Type.INTEGER, Type.VARCHAR))
                .containsExactly(
                        List.of(Datum.of(1), text("a")),
                        List.of(Datum.of(2), Datum.NULL),
                        List.of(Datum.of(3), text("c")));
    }

    @Test
    void takesABlankLineAsNullOnlyInATableOfOneColumn() {
        assertThat(read("1\n\n3\n", CSV, Type.INTEGER))
                .containsExactly(List.of(Datum.of(1)), List.of(Datum.NULL), List.of(Datum.of(3)));
        EngineException error = failure("1,2\n\n3,4\n", CSV, Type.INTEGER, Type.INTEGER);
        assertThat(error.code()).isEqualTo(ErrorCode.BAD_COPY_DATA);
        assertThat(error).hasMessageContaining("row 2").hasMessageContaining("blank");
    }

    @Test
    void readsGzipAndZstdOfSeveralMembers() throws IOException {
        byte[] first = "1,a\n2,".getBytes(StandardCharsets.UTF_8);
        byte[] second = "b\n3,c\n".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        for (byte[] part : List.of(first, second)) {
            try (GZIPOutputStream member = new GZIPOutputStream(gzip)) {
                member.write(part);
            }
            zstd.write(Zstd.compress(part));
        }
        for (Path file : List.of(file("t.csv.gz", gzip.toByteArray()), file("t.csv.zst", zstd.toByteArray()))) {
            assertThat(Loading.rows(Loading.scan(Loading.columns(Type.INTEGER, Type.VARCHAR), CSV), file))
                    .containsExactly(
                            List.of(Datum.of(1), text("a")),
                            List.of(Datum.of(2), text("b")),
                            List.of(Datum.of(3), text("c")));
        }
    }

    @Test
    void reportsTruncatedAndDamagedCompressedFiles() throws IOException {
        byte[] rows = "1,a\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(gzip)) {
            stream.write(rows);
        }
        byte[] zstd = Zstd.compress(rows);
        List<Path> files = new ArrayList<>();
        files.add(file("short.csv.gz", java.util.Arrays.copyOf(gzip.toByteArray(), gzip.size() - 9)));
        files.add(file("short.csv.zst", java.util.Arrays.copyOf(zstd, zstd.length - 3)));
        files.add(file("plain.csv.gz", rows));
        files.add(file("plain.csv.zst", rows));
        for (Path file : files) {
            EngineException error = failure(file, CSV, Loading.columns(Type.INTEGER, Type.VARCHAR));
            assertThat(error.code()).isEqualTo(ErrorCode.CORRUPT_DATA);
            assertThat(error).hasMessageContaining(file.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "SMALLINT;32768;OUT_OF_RANGE",
                "INTEGER;-2147483649;OUT_OF_RANGE",
                "INTEGER;99999999999999999999999;OUT_OF_RANGE",
                "INTEGER;12x;INVALID_TEXT",
                "INTEGER;-;INVALID_TEXT",
                "INTEGER;1.5;INVALID_TEXT",
                "INTEGER;` `;INVALID_TEXT",
                "BIGINT;9223372036854775808;OUT_OF_RANGE",
                "BIGINT;-9223372036854775809;OUT_OF_RANGE",
                "BIGINT;0x10;INVALID_TEXT",
                "DOUBLE;1e400;OUT_OF_RANGE",
                "DOUBLE;1e-400;OUT_OF_RANGE",
                "DOUBLE;1d;INVALID_TEXT",
                "DOUBLE;.;INVALID_TEXT",
                "DECIMAL;123456.00;OUT_OF_RANGE",
                "DECIMAL;99999.995;OUT_OF_RANGE",
                "DECIMAL;1e100000000;OUT_OF_RANGE",
                "DECIMAL;1,5;INVALID_TEXT",
                "DECIMAL;NaN;INVALID_TEXT",
                "BOOLEAN;maybe;INVALID_TEXT",
                "CHAR;abcd;STRING_TOO_LONG",
                "VARCHAR;äöüß;STRING_TOO_LONG",
                "DATE;2023-02-30;INVALID_DATETIME",
                "DATE;2023-13-01;INVALID_DATETIME",
                "DATE;1900-02-29;INVALID_DATETIME",
                "DATE;30.02.2023;INVALID_DATETIME",
                "DATE;20230201;INVALID_DATETIME",
                "TIMESTAMP;2023-01-01 24:00:00;INVALID_DATETIME",
                "TIMESTAMP;2023-01-01 1:00;INVALID_DATETIME",
                "TIMESTAMP;2023-01-01 10:00:00 noon;INVALID_DATETIME",
            })
    void namesRowColumnAndValueOfABadField(String typeName, String value, ErrorCode code) {
        Type type = switch (typeName) {
            case "SMALLINT" -> Type.SMALLINT;
            case "INTEGER" -> Type.INTEGER;
            case "BIGINT" -> Type.BIGINT;
            case "DOUBLE" -> Type.DOUBLE;
            case "DECIMAL" -> Type.decimal(7, 2);
            case "BOOLEAN" -> Type.BOOLEAN;
            case "CHAR" -> new Type.CharType(3);
            case "VARCHAR" -> new Type.VarcharType(3);
            case "DATE" -> Type.DATE;
            case "TIMESTAMP" -> Type.TIMESTAMP;
            default -> throw new AssertionError(typeName);
        };
        FileOptions options = new FileOptions(FileOptions.Format.CSV, "|", false, "", "\"");
        EngineException error = failure("\"x\ny\"|\n|\nz|\"" + value + "\"\nw|?\n", options, Type.VARCHAR, type);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error)
                .hasMessageContaining(directory.resolve("t.csv").toString())
                .hasMessageContaining("row 4,")
                .hasMessageContaining("column b")
                .hasMessageContaining("'" + value + "'")
                .hasMessageContaining(type.sql());
    }

    @Test
    void roundsDecimalsAndCutsBlanksAsTheStandardSays() {
        Type decimal = Type.decimal(7, 2);
        assertThat(read("1.005\n-1.005\n.5\n5.\n+2\n1e2\n007\n 3 \n-0\n1e-50\n", CSV, decimal))
                .extracting(List::getFirst)
                .containsExactly(
                        Datum.of(101),
                        Datum.of(-101),
                        Datum.of(50),
                        Datum.of(500),
                        Datum.of(200),
                        Datum.of(10000),
                        Datum.of(700),
                        Datum.of(300),
                        Datum.of(0),
                        Datum.of(0));
        assertThat(read("abc   ,äöü \n", CSV, new Type.VarcharType(4), new Type.VarcharType(3)))
                .containsExactly(List.of(text("abc "), text("äöü")));
    }

    @Test
    void readsTimestampsInTheirForms() {
        long midnight = LocalDate.of(1969, 12, 31).toEpochDay() * 86_400_000_000L;
        assertThat(read(
                        "1969-12-31\n1969-12-31 00:01\n1969-12-31T00:00:01Z\n1969-12-31 00:00:00.0000015\n"
                                + "1969-12-31 00:00:00.5+01:00\n1969-12-1\n",
                        CSV,
                        Type.TIMESTAMP))
                .extracting(List::getFirst)
                .containsExactly(
                        Datum.of(midnight),
                        Datum.of(midnight + 60_000_000),
                        Datum.of(midnight + 1_000_000),
                        Datum.of(midnight + 2),
                        Datum.of(midnight + 500_000),
                        Datum.of(midnight - 30 * 86_400_000_000L));
    }

    @Test
    void reportsAWrongNumberOfFields() {
        for (String row : List.of("1,2,3", "1", "1,2,3,4,5,6,7,8,9", "1," + "9,".repeat(200))) {
            EngineException error = failure("1,2\n1,2\n" + row + "\n1,x\n", CSV, Type.INTEGER, Type.INTEGER);
            assertThat(error.code()).isEqualTo(ErrorCode.BAD_COPY_DATA);
            String count = row.equals("1") ? "1 field," : (row.split(",", -1).length) + " fields,";
            assertThat(error).hasMessageContaining("row 3,").hasMessageContaining(count);
        }
    }

    @Test
    void reportsTheEarliestBadRow() {
        EngineException error = failure("1,2\n3,x\ny,4\n5\n", CSV, Type.INTEGER, Type.INTEGER);
        assertThat(error).hasMessageContaining("row 2,").hasMessageContaining("'x'");
    }

    @Test
    void namesTheRowWhereAQuoteWasOpened() {
        EngineException error = failure("1,a\n2,\"b\n3,c\n4,d\n", CSV, Type.INTEGER, Type.VARCHAR);
        assertThat(error.code()).isEqualTo(ErrorCode.BAD_COPY_DATA);
        assertThat(error).hasMessageContaining("row 2,").hasMessageContaining("never closed");
    }

    @Test
    void givesUpOnAQuoteThatSwallowsTheFile() {
        byte[] rows = ("1,\"a\n" + "2,b\n".repeat(CsvRowSource.ROW_BYTES_MAX / 4 + 1)).getBytes(StandardCharsets.UTF_8);
        EngineException error = failure(file("big.csv", rows), CSV, Loading.columns(Type.INTEGER, Type.VARCHAR));
        assertThat(error.code()).isEqualTo(ErrorCode.BAD_COPY_DATA);
        assertThat(error).hasMessageContaining("row 1,");
    }

    @Test
    void reportsInvalidUtf8WithItsPlace() {
        byte[] rows = "1,Käse\n2,K?se\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = rows[i] == '?' ? (byte) 0xE4 : rows[i];
        }
        EngineException error = failure(file("latin1.csv", rows), CSV, Loading.columns(Type.INTEGER, Type.VARCHAR));
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_UTF8);
        assertThat(error)
                .hasMessageContaining("row 2,")
                .hasMessageContaining("column b")
                .hasMessageContaining("0xE4 at byte 11");
    }

    @Test
    void refusesNullInNotNullColumns() {
        List<ColumnDefinition> columns = List.of(
                new ColumnDefinition(1, "id", Type.INTEGER, false),
                new ColumnDefinition(2, "name", Type.VARCHAR, false));
        EngineException error = failure(file("1,x\n2,\n"), CSV, columns);
        assertThat(error.code()).isEqualTo(ErrorCode.NOT_NULL_VIOLATION);
        assertThat(error).hasMessageContaining("row 2,").hasMessageContaining("column name");
    }

    @Test
    void refusesAbsentFilesAndDirectories() {
        List<ColumnDefinition> columns = Loading.columns(Type.INTEGER);
        assertThat(failure(directory.resolve("none.csv"), CSV, columns).code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThat(failure(directory, CSV, columns)).hasMessageContaining("is a directory");
    }

    @Test
    void refusesOptionsThatContradictEachOther() {
        for (FileOptions options : List.of(
                new FileOptions(FileOptions.Format.CSV, "\"", false, "", "\""),
                new FileOptions(FileOptions.Format.CSV, ",,", false, "", "\""),
                new FileOptions(FileOptions.Format.CSV, "ä", false, "", "\""),
                new FileOptions(FileOptions.Format.CSV, ",", false, "a,b", "\""))) {
            assertThat(failure("1\n", options, Type.INTEGER).code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
        }
    }

    @Test
    void continuesWithTheNextFileAndCountsItsRowsFromOne() {
        Path first = file("1.csv", "a\n1".getBytes(StandardCharsets.UTF_8));
        Path second = file("2.csv", "a\n2\nx\n".getBytes(StandardCharsets.UTF_8));
        EngineException error = catchThrowableOfType(
                EngineException.class,
                () -> Loading.rows(Loading.scan(Loading.columns(Type.INTEGER), HEADER), first, second));
        assertThat(error).hasMessageContaining("2.csv").hasMessageContaining("row 3,");
    }

    @Test
    void givesMemoryBackWhenClosedEarly() {
        Path file = file("1,2\n".repeat(100_000));
        try (MemoryPool pool = MemoryPool.root("test", 1L << 30)) {
            RowSource source = new CsvRowSource(
                    List.of(file),
                    Loading.scan(Loading.columns(Type.INTEGER, Type.INTEGER), CSV),
                    Rejections.none(),
                    pool,
                    FileSystem.LOCAL,
                    400_000,
                    10_000);
            Chunk first = Objects.requireNonNull(source.next());
            Chunk second = Objects.requireNonNull(source.next());
            source.close();
            source.close();
            assertThat(source.next()).isNull();
            try (Scratch scratch = new Scratch(pool)) {
                first.read(scratch, page -> assertThat(page.length()).isPositive());
            }
            first.close();
            second.close();
            second.close();
            assertThat(pool.allocatedBytes()).isZero();
        }
    }

    @Test
    void failsAloneWhenThereIsNoMemory() {
        Path file = file("1\n".repeat(2_000_000));
        try (MemoryPool pool = MemoryPool.root("test", 3L << 20)) {
            try (RowSource source = CopyFiles.open(
                    List.of(file),
                    Loading.scan(Loading.columns(Type.INTEGER), CSV),
                    Rejections.none(),
                    pool,
                    FileSystem.LOCAL)) {
                List<Chunk> chunks = new ArrayList<>();
                EngineException error = catchThrowableOfType(EngineException.class, () -> {
                    while (true) {
                        chunks.add(Objects.requireNonNull(source.next()));
                    }
                });
                assertThat(error.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
                chunks.forEach(Chunk::close);
            }
        }
    }
}
