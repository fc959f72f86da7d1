package io.colonnade.sample;

import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `colonnade demo`: a star and a snowflake, generated, loaded and queried, from nothing to answers in one go.
///
/// Answers go to standard output, progress to standard error. Each query runs twice: the first run pays for
/// planning and for warming the JVM, the second is what a session sees afterwards; both times are printed.
@Command(
        name = "colonnade demo",
        mixinStandardHelpOptions = true,
        description = "Generates two sample schemas, loads them and runs their queries.")
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--scale", paramLabel = "S", description = "how big (default: ${DEFAULT-VALUE})")
    private double scale = 0.1;

    @Option(names = "--nodes", paramLabel = "N", description = "nodes in this process (default: 1)")
    private int nodes;

    @Option(names = "--url", paramLabel = "URL", description = "the database (default: ${DEFAULT-VALUE})")
    private String url = "jdbc:colonnade:mem:";

    @Option(names = "--rows", paramLabel = "N", description = "rows printed per query (default: all)")
    private int rowsMax = Integer.MAX_VALUE;

    @Mixin
    private final DataOptions options = new DataOptions();

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Progress progress = new Progress(System.err);
    private final TextTable summary = new TextTable(
            "query",
            "rows#",
            "ms#",
            "first run ms#",
            "rows scanned#",
            "blocks#",
            "skipped by zone maps#",
            "by runtime filters#",
            "rows dropped by runtime filters#");

    public static void main(String[] arguments) {
        System.exit(CommandRun.of(new DemoCommand(), arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (Connection connection = DriverManager.getConnection(DataOptions.withNodes(url, nodes))) {
            for (SampleSchema schema : SampleSchema.OWN) {
                load(connection, schema);
            }
            for (SampleSchema schema : SampleSchema.OWN) {
                for (SampleQuery query : schema.queries()) {
                    progress.during(query.name() + ": running", () -> run(connection, query));
                }
            }
        }
        out.println();
        summary.print(out);
        out.println();
        out.println(
                "next: ./colonnade shell   |   ./colonnade load ssb --scale 1 --into DIR   |   ./colonnade bench ssb");
        return 0;
    }

    private void load(Connection connection, SampleSchema schema) throws Exception {
        SampleLoader loader = new SampleLoader(connection, schema, progress);
        if (!loader.presentTables().isEmpty()) {
            throw new IllegalArgumentException(url + " has the table "
                    + loader.presentTables().getFirst() + " already; name a database without the demo's tables");
        }
        SampleData data = new SampleData(schema, scale, options.seed, FileFormat.CSV);
        DataFolder folder = data.under(DataOptions.root(), options.threads, progress);
        loader.load(folder);
    }

    private boolean run(Connection connection, SampleQuery query) throws SQLException {
        out.println();
        out.println(query.name() + ": " + query.title());
        out.println(query.sql().indent(4).stripTrailing());
        out.println();
        try (Statement statement = connection.createStatement()) {
            double firstMillis = answer(statement, query).millis();
            Answer answer = answer(statement, query);
            SkipFigures skipped = SkipFigures.of(statement);
            answer.rows().print(out, rowsMax);
            out.printf(
                    "%s: %,d rows in %.1f ms (first run %.1f ms); %s%n",
                    query.name(), answer.rows().rowCount(), answer.millis(), firstMillis, skipped.describe());
            summary.row(
                    query.name(),
                    "%,d".formatted(answer.rows().rowCount()),
                    "%.1f".formatted(answer.millis()),
                    "%.1f".formatted(firstMillis),
                    "%,d".formatted(skipped.rowsScanned()),
                    "%,d".formatted(skipped.blocksTotal()),
                    "%,d".formatted(skipped.blocksByZoneMap()),
                    "%,d".formatted(skipped.blocksByRuntimeFilter()),
                    "%,d".formatted(skipped.rowsByRuntimeFilter()));
            return true;
        } catch (SQLException failure) {
            throw new SQLException(query.name() + ": " + failure.getMessage(), failure.getSQLState(), failure);
        }
    }

    private record Answer(TextTable rows, double millis) {}

    private static Answer answer(Statement statement, SampleQuery query) throws SQLException {
        long start = System.nanoTime();
        try (ResultSet results = statement.executeQuery(query.sql())) {
            TextTable rows = TextTable.of(results);
            return new Answer(rows, (System.nanoTime() - start) / 1e6);
        }
    }
}
