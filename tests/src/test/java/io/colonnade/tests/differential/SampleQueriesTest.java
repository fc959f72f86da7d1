package io.colonnade.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.DuckDbEngine;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleData;
import io.colonnade.sample.SampleLoader;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import io.colonnade.tests.TestRoot;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The queries of the sample schemas: their answers depend neither on the engine nor on how it is set up.
class SampleQueriesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nodes=1&threads=1&page_rows=4096",
                "nodes=1&threads=2&page_rows=7",
                "nodes=2&threads=2&page_rows=4096",
                "nodes=5&threads=1&page_rows=512",
            })
    void smallDataGiveTheSameAnswers(String setting) throws Exception {
        check(SampleSchema.SSB, 0.01, FileFormat.CSV, "jdbc:colonnade:mem:?" + setting);
        check(SampleSchema.RETAIL, 0.01, FileFormat.CSV, "jdbc:colonnade:mem:?" + setting);
    }

    @Test
    void pagesOfOneRowGiveTheSameAnswers() throws Exception {
        check(SampleSchema.SSB, 0.01, FileFormat.CSV, "jdbc:colonnade:mem:?page_rows=1");
    }

    @Test
    void filesOfDbgenAndParquetFilesLoadTheSameRows() throws Exception {
        check(SampleSchema.SSB, 0.01, FileFormat.TBL, "jdbc:colonnade:mem:");
        check(SampleSchema.SSB, 0.01, FileFormat.PARQUET, "jdbc:colonnade:mem:");
        check(SampleSchema.RETAIL, 0.01, FileFormat.PARQUET, "jdbc:colonnade:mem:?nodes=3");
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"nodes=1&threads=1", "nodes=1&threads=2", "nodes=3&threads=1", "nodes=3&threads=2"})
    void scaleOneGivesTheSameAnswers(String setting) throws Exception {
        check(SampleSchema.SSB, 1, FileFormat.CSV, "jdbc:colonnade:mem:?" + setting);
    }

    @Test
    void aDirectoryReopenedByAnotherProcessGivesTheSameAnswers(@TempDir Path directory) throws Exception {
        reopened(directory, 0.01, "?nodes=1");
    }

    @Tag("slow")
    @Test
    void scaleOneReopenedByAnotherProcessGivesTheSameAnswers(@TempDir Path directory) throws Exception {
        reopened(directory, 1, "?nodes=3");
    }

    private static void reopened(Path directory, double scale, String setting) throws Exception {
        DataFolder folder = folder(SampleSchema.SSB, scale, FileFormat.CSV);
        String url = "jdbc:colonnade:file:" + directory.resolve("db") + setting;
        try (Connection connection = DriverManager.getConnection(url)) {
            new SampleLoader(connection, SampleSchema.SSB, silent()).load(folder);
        }
        Map<String, Answer> expected = new LinkedHashMap<>();
        try (DuckDbEngine duck = DuckDbEngine.inMemory(2)) {
            duck.load(SampleSchema.SSB, folder, false);
            for (SampleQuery query : SampleSchema.SSB.queries()) {
                expected.put(query.name(), answer(duck.connection(), query.sql()));
            }
        }
        assertThat(OtherProcess.answers(url, SampleSchema.SSB)).isEqualTo(OtherProcess.text(expected));
    }

    private static void check(SampleSchema schema, double scale, FileFormat format, String url) throws Exception {
        DataFolder folder = folder(schema, scale, format);
        try (DuckDbEngine duck = DuckDbEngine.inMemory(2);
                Connection connection = DriverManager.getConnection(url)) {
            duck.load(schema, folder, false);
            new SampleLoader(connection, schema, silent()).load(folder);
            int filled = 0;
            for (SampleQuery query : schema.queries()) {
                Answer expected = answer(duck.connection(), query.sql());
                Answer actual = answer(connection, query.sql());
                assertThat(actual.difference(expected))
                        .as(url + " " + query.name() + "\n" + query.sql())
                        .isEmpty();
                filled += expected.rows().isEmpty() ? 0 : 1;
            }
            assertThat(filled)
                    .as("queries with rows")
                    .isGreaterThan(schema.queries().size() / 2);
        }
    }

    private static DataFolder folder(SampleSchema schema, double scale, FileFormat format) throws Exception {
        return new SampleData(schema, scale, SampleData.DEFAULT_SEED, format)
                .under(TestRoot.data(), Runtime.getRuntime().availableProcessors(), silent());
    }

    private static Progress silent() {
        return new Progress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    static Answer answer(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return Answer.of(result);
        }
    }
}
