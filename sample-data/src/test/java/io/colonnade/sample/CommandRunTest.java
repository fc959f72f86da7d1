package io.colonnade.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRunTest {

    @TempDir
    private Path directory;

    @Test
    void generateWritesFilesAndReturnsZero() {
        Path target = directory.resolve("tiny");
        int code = CommandRun.of(
                new GenerateCommand(), "retail", "--scale", "0.001", "--to", target.toString(), "--format", "tbl");
        assertThat(code).isZero();
        assertThat(target.resolve("sales.0004.tbl")).isNotEmptyFile();
        assertThat(target.resolve("region.0001.tbl")).hasContent("""
                1|Baltics|
                2|Benelux|
                3|British Isles|
                4|Central Europe|
                5|Iberia|
                6|Nordics|
                """);
    }

    @Test
    void whatFailsReturnsOne() throws Exception {
        String target = directory.resolve("x").toString();
        assertThat(CommandRun.of(new GenerateCommand(), "tpcx", "--to", target)).isEqualTo(1);
        assertThat(CommandRun.of(new GenerateCommand(), "ssb", "--scale", "-1", "--to", target))
                .isEqualTo(1);
        assertThat(CommandRun.of(new GenerateCommand(), "ssb", "--format", "xml", "--to", target))
                .isEqualTo(1);
        Files.writeString(directory.resolve("file"), "");
        assertThat(CommandRun.of(new GenerateCommand(), "ssb", "--scale", "0.001", "--to", directory.toString()))
                .isEqualTo(1);
        assertThat(CommandRun.of(new DemoCommand(), "--url", "jdbc:nobody:here"))
                .isEqualTo(1);
    }

    @Test
    void whatMakesNoSenseReturnsTwo() {
        assertThat(CommandRun.of(new GenerateCommand(), "ssb")).isEqualTo(2);
        assertThat(CommandRun.of(new LoadCommand(), "ssb", "--into", "x", "--scale", "big"))
                .isEqualTo(2);
        assertThat(CommandRun.of(new DemoCommand(), "--speed", "9")).isEqualTo(2);
    }

    @Test
    void messagesNameTheCause() {
        assertThat(CommandRun.message(new SQLException("table t is missing", "42P01")))
                .isEqualTo("error: table t is missing (SQLSTATE 42P01)");
        assertThat(CommandRun.message(new NoSuchFileException("a.csv"))).isEqualTo("error: a.csv: NoSuchFileException");
        assertThat(CommandRun.message(new IllegalStateException("odd"))).startsWith("internal error: ");
    }
}
