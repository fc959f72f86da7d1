package io.colonnade.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.jdbc.service.StatementProgress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellTest {

    private static final String URL = "jdbc:colonnade:mem:shelltest";

    private record Run(int code, String out, String err) {}

    private static Run run(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Shell.run(
                arguments,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                false);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void tablesAreAlignedByWhatATerminalShows() {
        Run run = run("", URL, "-c", "\\timing", "-c", "select");
        assertThat(run.out())
                .isEqualTo(String.join(
                        "\n",
                        "      n | text",
                        "--------+----------",
                        "      1 | 東京",
                        " <null> | a,\"b\"\\nc",
                        "    -20 | <null>",
                        "      3 |",
                        "(4 rows)",
                        ""));
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("warning: The JVM runs without its flags");
    }

    @Test
    void csvQuotesAsRfc4180AndTellsNullFromEmpty() {
        Run run = run("", URL, "--format", "csv", "-c", "select");
        assertThat(run.out()).isEqualTo("n,text\n1,東京\n,\"a,\"\"b\"\"\nc\"\n-20,\n3,\"\"\n");
    }

    @Test
    void jsonIsAnArrayOfObjectsWithExactNumbers() {
        assertThat(run("", URL, "--format=json", "-c", "select").out()).isEqualTo("""
                [
                {"n":1,"text":"東京"},
                {"n":null,"text":"a,\\"b\\"\\nc"},
                {"n":-20,"text":null},
                {"n":3,"text":""}
                ]
                """);
        assertThat(run("", URL, "--format=json", "-c", "select types").out()).isEqualTo("""
                [
                {"b":true,"d":123456789012345678901234567890123456.78,"x":"NaN","x_2":0.5,"t":"2020-01-02 03:04:05.6"}
                ]
                """);
    }

    @Test
    void scriptsRunInTheOrderOfTheOptions(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.sql"), "insert -- a file\ninto t;\ncreate table t (a int)");
        Run run = run("", URL, "-c", "create x; insert", "-f", file.toString(), "--command", "create y");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().skip(1).map(line -> line.replaceAll(", [0-9.]+ ms", "")))
                .containsExactly("OK", "OK, 3 rows", "OK, 3 rows", "OK", "OK");
    }

    @Test
    void standardInputIsAScriptWithoutPrompt() {
        Run run = run("select\n;\n\\q\nselect wrong;", URL, "--format", "csv");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("n,text\n");
    }

    @Test
    void aFailureEndsTheScriptWithItsPlace(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("b.sql"), "insert;\n\nselect 1,\n  '東京', wrong\nfrom t;\ninsert;");
        Run run = run("", URL, "-f", file.toString(), "-c", "insert");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).endsWith("""
                b.sql:3: error 42703: Column 'wrong' is not in table 't'
                  line 4:   '東京', wrong
                                    ^
                hint: Did you mean 'right'?
                """);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void theCaretOfALongLineStaysNearItsPlace() {
        Run run = run("", URL, "-c", "select " + "a, ".repeat(100) + "wrong, " + "b, ".repeat(100));
        assertThat(run.code()).isEqualTo(1);
        String shown = run.err()
                .lines()
                .filter(line -> line.contains("line 1:"))
                .findFirst()
                .orElseThrow();
        String caret = run.err()
                .lines()
                .filter(line -> line.strip().equals("^"))
                .findFirst()
                .orElseThrow();
        assertThat(shown).hasSizeLessThan(140).contains("…");
        assertThat(caret.indexOf('^')).isEqualTo(shown.indexOf("wrong"));
    }

    @Test
    void wrongUsageAndNoConnectionAreCodeTwo() {
        assertThat(run("", URL, "--nonsense").code()).isEqualTo(2);
        assertThat(run("", URL, "--format", "xml", "-c", "select").code()).isEqualTo(2);
        assertThat(run("", "jdbc:colonnade:disk:x", "-c", "select").code()).isEqualTo(2);
        Run unknown = run("", URL + "?node=3", "-c", "select");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("'node'").contains("nodes");
        assertThat(run("", URL + "?nodes=0").code()).isEqualTo(2);
        Run missing = run("", URL, "-f", "/no/such/file.sql");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("Cannot read /no/such/file.sql: there is no such file");
    }

    @Test
    void aFileThatIsNotUtf8IsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("latin.sql"), new byte[] {'i', 'n', (byte) 0xE9, '\n'});
        Run run = run("", URL, "-f", file.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("latin.sql").contains("not UTF-8");
    }

    @Test
    void helpAndVersionAreAnswers() {
        Run help = run("", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("--format").contains("Exit codes");
        assertThat(run("", "--version").out()).isEqualTo("Colonnade 0.1.0\n");
    }

    @Test
    void tablesAndTheirColumnsAreDescribed() {
        assertThat(run("\\d", URL, "--format", "csv").out())
                .isEqualTo("schema,table,type\npublic,city,TABLE\npublic,sale,TABLE\n");
        assertThat(run("\\d CITY", URL, "--format", "csv").out())
                .isEqualTo(
                        "column,type,nullable,key\nc_id,INTEGER,NOT NULL,PRIMARY KEY\nc_name,VARCHAR(20),\"\",\"\"\n");
        assertThat(run("\\d \"sale\"", URL, "--format", "csv").out())
                .contains("s_city,INTEGER,NOT NULL,REFERENCES city(c_id)")
                .contains("s_amount,\"DECIMAL(12,2)\"");
        Run unknown = run("\\d nothing", URL);
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("no table 'nothing'");
        assertThat(run("\\nonsense", URL).code()).isEqualTo(1);
    }

    @Test
    void aLargeResultIsPrintedWhole() {
        assertThat(run("", URL, "-c", "select many").out().lines())
                .hasSize(5_003)
                .contains(" 4999");
    }

    @Test
    void cancelStopsTheRunningStatement() throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        try (Connection connection = DriverManager.getConnection(URL)) {
            ShellSession session = new ShellSession(
                    connection, RowPrinter.Format.TABLE, ShellSession.Progress.NONE, System.out, errors);
            session.cancel();
            CompletableFuture<ShellSession.Outcome> outcome =
                    CompletableFuture.supplyAsync(() -> session.run(new ScriptItem.Sql("select slow", 1), ""));
            while (!outcome.isDone()) {
                session.cancel();
                Thread.sleep(5);
            }
            assertThat(outcome.get()).isEqualTo(ShellSession.Outcome.FAILED);
            assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("error 57014:");
        }
    }

    @Test
    void aLongCopyTellsHowFarItIs() {
        assertThat(run("", URL, "--progress", "-c", "copy").err())
                .containsPattern("25 %, 1,234,567 rows, 25.0 of 100.0 MB, [0-9.]+ MB/s\nOK, 10 rows");
        assertThat(ProgressLine.text(new StatementProgress(10, 100, 100), 2))
                .endsWith("100 %, 10 rows, 0.0 of 0.0 MB, writing");
        assertThat(ProgressLine.text(new StatementProgress(3_000, 0, 0), 2)).isEqualTo("3,000 rows, 1,500 rows/s");
        assertThat(ProgressLine.text(StatementProgress.NONE, 2)).isEmpty();
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(DisplayText.visible("a\u001b[31mb\tc")).isEqualTo("a\\u001b[31mb\\tc");
        assertThat(DisplayText.width("e\u0301🂡漢字")).isEqualTo(1 + DisplayText.width("🂡") + 4);
    }
}
