package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.exec.exchange.ExchangeSettings;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files of a database with a byte that has changed, or that end too soon: the right answer, or an error that names
/// the file; never a wrong answer.
///
/// `-Dcolonnade.damage.places=100` tries more places of each kind of file.
@Timeout(1200)
class DamagedFilesTest {
    private static final int PLACES = Integer.getInteger("colonnade.damage.places", 12);
    private static final int ROWS = 30_000;

    /// Whether VERIFY found nothing when the answers were asked for last.
    private boolean verified;

    /// A kind of file, and whether the images go too, so that it is read at all.
    private enum Kind {
        MANIFEST("colonnade.database", false),
        LOG("log-[0-9]+", false),
        SNAPSHOT("snapshot-[0-9]+", false),
        PARQUET("[0-9]+[.]parquet", true),
        IMAGE("[0-9]+[.]image", false);

        private final String name;
        private final boolean withoutImages;

        Kind(String name, boolean withoutImages) {
            this.name = name;
            this.withoutImages = withoutImages;
        }
    }

    private static HostileEngine engine(Path directory) {
        return new HostileEngine("damaged-", directory, 1, 2, 4096, ExchangeSettings.DEFAULT);
    }

    private static void make(Path directory) throws Exception {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE big (id INTEGER NOT NULL, d DECIMAL(12, 2), s VARCHAR, t VARCHAR) ORDER BY (id)");
        statements.add("CREATE TABLE small (id INTEGER, s VARCHAR)");
        Path csv = directory.resolveSibling("big.csv");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append(i)
                    .append(',')
                    .append(i % 997)
                    .append('.')
                    .append(i % 90 + 10)
                    .append(",name ");
            text.append(i % 31)
                    .append(",a text that is longer than twelve bytes ")
                    .append(i)
                    .append('\n');
        }
        Files.writeString(csv, text);
        statements.add("COPY big FROM '" + csv + "'");
        statements.add("INSERT INTO small VALUES (1, 'one'), (2, 'two'), (3, NULL)");
        // Enough commands for a snapshot of the log, and some that follow it.
        for (int i = 0; i < 1010; i++) {
            statements.add("CREATE TABLE IF NOT EXISTS passing" + i % 2 + " (id INTEGER)");
            statements.add("DROP TABLE IF EXISTS passing" + i % 2);
        }
        statements.add("INSERT INTO small VALUES (4, 'four')");
        try (HostileEngine engine = engine(directory)) {
            engine.execute(statements);
        }
    }

    /// Whether VERIFY finds nothing; what it finds names the file.
    private boolean verified(EngineSession session, String file) throws Exception {
        List<String> faults = HostileEngine.faults(session);
        if (!faults.isEmpty()) {
            assertThat(faults.getFirst()).contains(file);
        }
        return faults.isEmpty();
    }

    /// What queries answer, or null if opening or a query gave a fitting error.
    private @Nullable List<String> answers(Path directory, String file) throws Exception {
        List<String> answers = new ArrayList<>();
        verified = false;
        try (HostileEngine engine = engine(directory);
                EngineSession session = engine.session()) {
            // Before queries mend what can be mended.
            verified = verified(session, file);
            for (String sql : List.of(
                    "SELECT count(*), sum(id), sum(d), count(DISTINCT s), min(t), max(t) FROM big",
                    "SELECT s, sum(d), max(t) FROM big GROUP BY s ORDER BY s",
                    "SELECT * FROM big WHERE id BETWEEN 12345 AND 12350 ORDER BY id",
                    "SELECT * FROM small ORDER BY id")) {
                try (StatementResult result = session.execute(StatementRequest.of(sql))) {
                    answers.addAll(HostileEngine.rows(result));
                }
            }
            return answers;
        } catch (EngineFailure e) {
            assertThat(e.sqlState()).as(e.getMessage()).isEqualTo(ErrorCode.CORRUPT_DATA.sqlState());
            assertThat(e.getMessage()).contains(file);
        } catch (java.sql.SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(ErrorCode.CORRUPT_DATA.sqlState());
            assertThat(e.getMessage()).contains(file);
        } catch (EngineException e) {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.CORRUPT_DATA);
            assertThat(e.getMessage()).contains(file);
        }
        return null;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aDamagedFileIsNamedOrDoesNotMatter(Kind kind, @TempDir Path folder) throws Exception {
        Path directory = Files.createDirectories(folder.resolve("database"));
        make(directory);
        List<String> right = answers(directory, "");
        assertThat(right).hasSizeGreaterThan(40);
        assertThat(verified).isTrue();
        List<Path> files = all(directory).stream()
                .filter(file -> String.valueOf(file.getFileName()).matches(kind.name))
                .toList();
        assertThat(files).isNotEmpty();
        Random random = new Random(kind.ordinal());
        int noticed = 0;
        for (int place = 0; place < PLACES; place++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] whole = Files.readAllBytes(file);
            // One place in each region of the file, and now and then its very ends.
            int at = (int) (((long) place * whole.length + random.nextInt(whole.length)) / PLACES);
            boolean cut = place % 3 == 2;
            Path copy = folder.resolve("copy");
            copy(directory, copy, kind.withoutImages);
            Path damaged = copy.resolve(directory.relativize(file).toString());
            if (cut) {
                Files.write(damaged, Arrays.copyOf(whole, at));
            } else {
                byte[] bytes = whole.clone();
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(damaged, bytes);
            }
            String what = file.getFileName() + (cut ? " cut off at " : " changed at ") + at + " of " + whole.length;
            try {
                List<String> found = answers(copy, String.valueOf(file.getFileName()));
                noticed += found == null || !verified ? 1 : 0;
                if (found != null) {
                    assertThat(found).isEqualTo(right);
                }
                if (kind == Kind.PARQUET || kind == Kind.IMAGE && !isVersion(at, cut)) {
                    assertThat(verified).as("verified").isFalse();
                }
            } catch (Throwable e) {
                throw new AssertionError(what, e);
            }
            delete(copy);
        }
        assertThat(noticed).as("damages noticed").isGreaterThan(PLACES / 3);
    }

    /// An image of another version is made again.
    private static boolean isVersion(int at, boolean cut) {
        return !cut && at >= 8 && at < 12;
    }

    private static List<Path> all(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copy(Path from, Path to, boolean withoutImages) throws IOException {
        for (Path file : all(from)) {
            String name = from.relativize(file).toString();
            if (!withoutImages || !name.endsWith(".image")) {
                Path target = to.resolve(name);
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }
}
