package io.colonnade.storage.ingest.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.fragment.RejectedRow;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.Loading;
import io.colonnade.storage.ingest.rows.Rejections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Good and bad rows in random order: the good ones come in their order, the bad ones with their lines and
/// texts. The seed is printed; `-Dcolonnade.seed=N` repeats a run.
class CsvRejectsTest {
    @TempDir
    Path directory;

    private final List<List<Datum>> good = new ArrayList<>();
    private final List<String> bad = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long line;

    @Test
    void badRowsAreLeftOutWithTheirLinesAndTexts() throws IOException {
        long seed = Long.getLong("colonnade.seed", System.nanoTime());
        System.out.println("CsvRejectsTest: -Dcolonnade.seed=" + seed);
        Random random = new Random(seed);
        FileScanNode scan = Loading.scan(Loading.columns(Type.INTEGER, Type.VARCHAR, Type.BOOLEAN), FileOptions.CSV);
        for (int round = 0; round < 100; round++) {
            good.clear();
            bad.clear();
            bytes.reset();
            line = 1;
            int rows = random.nextInt(round % 10 == 0 ? 3000 : 40);
            int badness = random.nextInt(100);
            for (int i = 0; i < rows; i++) {
                if (random.nextInt(100) < badness) {
                    addBad(random, i);
                } else {
                    addGood(random, i);
                }
            }
            Path file = Files.write(directory.resolve("rows.csv"), bytes.toByteArray());
            List<RejectedRow> rejected = new ArrayList<>();
            try (MemoryPool pool = MemoryPool.root("test", 1L << 30)) {
                Rejections rejections = new Rejections(Long.MAX_VALUE, rejected::add);
                int chunkBytes = 100 + random.nextInt(100_000);
                assertThat(Loading.rows(
                                new CsvRowSource(
                                        List.of(file),
                                        scan,
                                        rejections,
                                        pool,
                                        FileSystem.LOCAL,
                                        bytes.size(),
                                        chunkBytes),
                                pool))
                        .isEqualTo(good);
            }
            assertThat(rejected.stream()
                            .sorted(Comparator.comparingLong(RejectedRow::line))
                            .map(row -> row.line() + ":" + row.text()))
                    .isEqualTo(bad);
        }
    }

    private void addGood(Random random, int number) {
        String text = random.nextInt(4) == 0 ? "a \"quoted\"\nline, " + number : "text number " + number;
        boolean isNull = random.nextInt(5) == 0;
        boolean flag = random.nextBoolean();
        boolean noFlag = random.nextInt(5) == 0;
        String field = isNull ? "" : text.contains("\"") ? quoted(text) : text;
        put(number + "," + field + "," + (noFlag ? "" : flag ? "t" : "false") + "\n");
        good.add(List.of(Datum.of(number), isNull ? Datum.NULL : Datum.of(text), noFlag ? Datum.NULL : Datum.of(flag)));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private void addBad(Random random, int number) {
        String row = switch (random.nextInt(6)) {
            case 0 -> "x" + number + ",\"some, \"\"text\"\"\",t";
            case 1 -> number + ",two";
            case 2 -> number + ",\"a\nb\",neither";
            case 3 -> number + ",too,t,many,\"fie\nlds\"";
            case 4 -> "";
            default -> number + ",broken \u0080 byte,t";
        };
        bad.add(line + ":" + row.replace('\u0080', '\uFFFD'));
        put(row + (random.nextBoolean() ? "\n" : "\r\n"));
    }

    /// Latin-1, so that one byte is no UTF-8.
    private void put(String row) {
        bytes.writeBytes(row.getBytes(StandardCharsets.ISO_8859_1));
        line += row.chars().filter(c -> c == '\n').count();
    }
}
