package io.colonnade.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import io.colonnade.sample.file.FolderWriter;
import io.colonnade.sample.table.SampleColumn;
import io.colonnade.sample.table.SampleTable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Folders: the same bytes for any number of threads, reuse of complete ones only, and the three formats.
class FolderWriterTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(SampleSchema.class)
    void bytesDoNotDependOnTheNumberOfThreads(SampleSchema schema) throws Exception {
        for (FileFormat format :
                List.of(FileFormat.CSV, FileFormat.PARQUET, new FileFormat(FileFormat.Kind.TBL, false, true))) {
            SampleData data = new SampleData(schema, 0.01, 5, format);
            Map<String, byte[]> one = bytes(DuckDatabase.generate(data, directory.resolve("one"), 1));
            Map<String, byte[]> many = bytes(DuckDatabase.generate(data, directory.resolve("many"), 5));
            assertThat(many.keySet()).isEqualTo(one.keySet()).hasSizeGreaterThan(8);
            one.forEach((file, bytes) -> assertThat(many.get(file)).as(file).isEqualTo(bytes));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SampleSchema.class,
            names = {"SSB", "RETAIL"})
    void formatsHoldTheSameRows(SampleSchema schema) throws Exception {
        DataFolder csv = DuckDatabase.generate(new SampleData(schema, 0.003, 5, FileFormat.CSV), directory, 2);
        DataFolder tbl = DuckDatabase.generate(new SampleData(schema, 0.003, 5, FileFormat.TBL), directory, 2);
        DataFolder parquet = DuckDatabase.generate(new SampleData(schema, 0.003, 5, FileFormat.PARQUET), directory, 2);
        try (DuckDatabase duck = new DuckDatabase()) {
            duck.load(schema, parquet);
            for (SampleTable table : schema.tables(0.003, 5)) {
                String name = table.name();
                String columns = String.join(
                        ", ",
                        table.columns().stream()
                                .map(column -> "'" + column.name() + "': 'VARCHAR'")
                                .toList());
                duck.execute("CREATE TABLE csv_" + name + " AS FROM " + name + " LIMIT 0");
                duck.execute(csv.copyStatement(name).replace("COPY ", "COPY csv_"));
                duck.execute("CREATE TABLE tbl_" + name + " AS FROM " + name + " LIMIT 0");
                duck.execute("INSERT INTO tbl_" + name + " SELECT * EXCLUDE (the_end) FROM read_csv('" + tbl.glob(name)
                        + "', delim = '|', header = false, quote = '', columns = {" + columns
                        + ", 'the_end': 'VARCHAR'})");
                for (String other : List.of("csv_" + name, "tbl_" + name)) {
                    assertThat(duck.number("SELECT COUNT(*) FROM " + other)).isEqualTo(parquet.rowCount(name));
                    assertThat(duck.number("SELECT COUNT(*) FROM (FROM " + other + " EXCEPT ALL FROM " + name + ")"))
                            .as(other)
                            .isZero();
                }
            }
        }
    }

    @Test
    void aCompleteFolderIsUsedAgainAndABrokenOneIsNot() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        SampleTable table = counting(calls);
        Path path = directory.resolve("numbers");
        FolderWriter writer = new FolderWriter(2, (name, rows) -> {});

        DataFolder first = writer.prepare(path, "numbers", List.of(table), FileFormat.CSV);
        assertThat(first.rowCount("numbers")).isEqualTo(10);
        assertThat(calls.getAndSet(0)).isEqualTo(4);

        assertThat(writer.prepare(path, "numbers", List.of(table), FileFormat.CSV))
                .isEqualTo(first);
        assertThat(calls.get()).isZero();

        Files.writeString(path.resolve("numbers.0002.csv"), "n\n");
        assertThat(writer.prepare(path, "numbers", List.of(table), FileFormat.CSV))
                .isEqualTo(first);
        assertThat(calls.getAndSet(0)).isEqualTo(4);

        writer.prepare(path, "other numbers", List.of(table), FileFormat.CSV);
        assertThat(calls.getAndSet(0)).isEqualTo(4);

        FileFormat headerless = new FileFormat(FileFormat.Kind.CSV, false, false);
        writer.prepare(path, "other numbers", List.of(table), headerless);
        assertThat(calls.get()).isEqualTo(4);
        assertThat(Files.readString(path.resolve("numbers.0001.csv"))).isEqualTo("0\n1\n2\n");
        assertThat(Files.readString(path.resolve("numbers.0004.csv"))).isEqualTo("9\n");
    }

    @Test
    void aFailedRunLeavesNothingBehind() throws Exception {
        SampleTable broken = new SampleTable("broken", columns(), 4, 1, (from, to, sink) -> {
            sink.whole(from);
            sink.endRow();
            if (from == 2) {
                throw new IOException("no more numbers");
            }
        });
        assertThatThrownBy(() -> new FolderWriter(2, (name, rows) -> {})
                        .prepare(directory.resolve("broken"), "broken", List.of(broken), FileFormat.CSV))
                .isInstanceOf(IOException.class)
                .hasMessage("no more numbers");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whatAKilledRunLeftIsRemoved() throws Exception {
        Path left = directory.resolve("numbers.partial-999999999999");
        Files.createDirectories(left);
        Files.writeString(left.resolve("numbers.0001.csv"), "half a l");
        new FolderWriter(1, (name, rows) -> {})
                .prepare(
                        directory.resolve("numbers"),
                        "numbers",
                        List.of(counting(new AtomicInteger())),
                        FileFormat.CSV);
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries).containsExactly(directory.resolve("numbers"));
        }
    }

    @Test
    void aFolderOfOthersIsNotTouched() throws Exception {
        Files.writeString(directory.resolve("diary.txt"), "private");
        assertThatThrownBy(() -> new FolderWriter(1, (name, rows) -> {})
                        .prepare(directory, "numbers", List.of(counting(new AtomicInteger())), FileFormat.CSV))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("holds other files");
        assertThat(directory.resolve("diary.txt")).hasContent("private");
    }

    private static List<SampleColumn> columns() {
        return List.of(SampleColumn.of("n", SampleColumn.Kind.INTEGER));
    }

    private static SampleTable counting(AtomicInteger calls) {
        return new SampleTable("numbers", columns(), 10, 3, (from, to, sink) -> {
            calls.incrementAndGet();
            for (long row = from; row < to; row++) {
                sink.whole(row);
                sink.endRow();
            }
        });
    }

    private static Map<String, byte[]> bytes(DataFolder folder) throws IOException {
        Map<String, byte[]> bytes = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> list = Files.list(folder.path())) {
            list.forEach(files::add);
        }
        for (Path file : files) {
            bytes.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        return bytes;
    }
}
