package io.colonnade.storage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.RejectedRow;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.json.JsonRows;
import io.colonnade.storage.ingest.rows.Rejections;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// JSON lines, read with buffers of many sizes; and with bytes changed at random. The seed is printed;
/// `-Dcolonnade.seed=N` repeats a run.
class JsonRowsTest {
    private static final String[] PIECES = {"a", "\"", "\\", "\n", "\r", "\t", "é", "漢", "😀", "x".repeat(13), "", "{"};

    @TempDir
    Path directory;

    private final List<RejectedRow> rejected = new ArrayList<>();

    private List<List<Datum>> read(byte[] bytes, FileScanNode scan, long errorsMax, int chunkBytes) throws IOException {
        Path file = Files.write(directory.resolve("rows.jsonl"), bytes);
        rejected.clear();
        try (MemoryPool pool = MemoryPool.root("test", 1L << 30)) {
            Rejections rejections = new Rejections(errorsMax, rejected::add);
            return Loading.rows(
                    JsonRows.source(List.of(file), scan, rejections, pool, FileSystem.LOCAL, bytes.length, chunkBytes),
                    pool);
        }
    }

    private static FileScanNode scan(Type... types) {
        return Loading.scan(Loading.columns(types), FileOptions.JSON);
    }

    @Test
    void columnsWithoutFieldsHaveTheirDefaults() throws IOException {
        List<ColumnDefinition> columns = List.of(
                new ColumnDefinition(1, "a", Type.INTEGER, true, Datum.NULL, new ColumnDefault.Constant(Datum.of(7))),
                new ColumnDefinition(
                        2, "b", Type.VARCHAR, true, Datum.NULL, new ColumnDefault.Constant(Datum.of("a default text"))),
                new ColumnDefinition(3, "c", Type.DATE, true, Datum.NULL, new ColumnDefault.Constant(Datum.of(19782))));
        byte[] bytes = "{}\n{\"A\": 1, \"B\": null}\n{\"c\": \"1970-01-02\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(read(bytes, Loading.scan(columns, FileOptions.JSON), 0, 4))
                .containsExactly(
                        List.of(Datum.of(7), Datum.of("a default text"), Datum.of(19782)),
                        List.of(Datum.of(1), Datum.NULL, Datum.of(19782)),
                        List.of(Datum.of(7), Datum.of("a default text"), Datum.of(1)));
    }

    @Test
    void aBadLineIsNamedWithFileLineAndPlace() {
        byte[] bytes = "{\"a\": 1}\n\n{\"a\": }\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(bytes, scan(Type.INTEGER), 0, 1000))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("rows.jsonl into t: row 3, the line is not JSON at character 7");
    }

    @Test
    void readsWhatWasWrittenAndChangedBytesAreErrorsOrRows() throws IOException {
        long seed = Long.getLong("colonnade.seed", System.nanoTime());
        System.out.println("JsonRowsTest: -Dcolonnade.seed=" + seed);
        Random random = new Random(seed);
        FileScanNode scan = scan(Type.INTEGER, Type.VARCHAR, Type.DOUBLE, Type.BOOLEAN);
        for (int round = 0; round < Integer.getInteger("colonnade.json.rounds", 300); round++) {
            List<List<Datum>> expected = new ArrayList<>();
            StringBuilder json = new StringBuilder();
            int count = random.nextInt(round % 50 == 0 ? 1500 : 12);
            for (int i = 0; i < count; i++) {
                expected.add(row(random, json));
            }
            byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
            int chunkBytes = 4 + random.nextInt(300);
            assertThat(read(bytes, scan, 0, chunkBytes)).isEqualTo(expected);
            changed(random, bytes, scan, count, chunkBytes);
        }
    }

    /// Lines that were not touched come back; the others are rows or rejected, whatever became of them.
    private void changed(Random random, byte[] bytes, FileScanNode scan, int count, int chunkBytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        byte[] broken = bytes.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
        }
        List<List<Datum>> rows = read(broken, scan, Long.MAX_VALUE, chunkBytes);
        int lines = rows.size() + rejected.size();
        assertThat(lines).isBetween(count - changes, count + changes);
        assertThat(rejected).hasSizeLessThanOrEqualTo(2 * changes);
        assertThat(rejected.stream().map(RejectedRow::sqlState).collect(Collectors.toSet()))
                .doesNotContain(ErrorCode.INTERNAL.sqlState());
    }

    private static List<Datum> row(Random random, StringBuilder json) {
        int number = random.nextInt() >> random.nextInt(32);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        boolean isNull = random.nextInt(5) == 0;
        double real = random.nextInt(1000) / 8.0;
        boolean flag = random.nextBoolean();
        String name = random.nextBoolean() ? "a" : "A";
        json.append("{\"")
                .append(name)
                .append("\": ")
                .append(number)
                .append(", \"d\":")
                .append(flag);
        json.append(", \"c\": \"").append(real).append("\"");
        if (!isNull || random.nextBoolean()) {
            json.append(",\"b\" : ").append(isNull ? "null" : quoted(text.toString(), random));
        }
        json.append(random.nextBoolean() ? "}\n" : " }\r\n");
        return List.of(
                Datum.of(number), isNull ? Datum.NULL : Datum.of(text.toString()), Datum.of(real), Datum.of(flag));
    }

    private static String quoted(String text, Random random) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\' || random.nextInt(10) == 0) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else if (Character.isSurrogate(c)) {
                // Half of a pair as it is and half escaped would be no UTF-8.
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
