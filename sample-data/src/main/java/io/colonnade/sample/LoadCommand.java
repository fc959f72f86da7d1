package io.colonnade.sample;

import io.colonnade.sample.SampleLoader.LoadedTable;
import io.colonnade.sample.file.DataFolder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `colonnade load ssb --scale 1 --into DIR`: generates a sample schema and loads it into a durable database.
///
/// 1. refuse a directory that has these tables, unless `--replace` is given;
/// 2. generate the files under `.data`, or find them there;
/// 3. create the tables, COPY each from its files, compare the counts;
/// 4. print rows, seconds and rows per second of each table.
@Command(
        name = "colonnade load",
        mixinStandardHelpOptions = true,
        description = "Generates a sample schema and loads it into a database directory.")
public final class LoadCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ssb|retail|tpch", description = "the schema")
    private String schema = "";

    @Option(names = "--scale", paramLabel = "S", description = "how big, 0.001 and up (default: ${DEFAULT-VALUE})")
    private double scale = 1;

    @Option(names = "--into", paramLabel = "DIR", required = true, description = "the directory of the database")
    private Path directory = Path.of(".");

    @Option(names = "--nodes", paramLabel = "N", description = "nodes of a new database (default: 1)")
    private int nodes;

    @Option(names = "--format", paramLabel = "csv|tbl|parquet", description = "default: ${DEFAULT-VALUE}")
    private String format = "csv";

    @Option(names = "--replace", description = "drop the schema's tables first where they exist")
    private boolean replace;

    @Mixin
    private final DataOptions options = new DataOptions();

    public static void main(String[] arguments) {
        System.exit(CommandRun.of(new LoadCommand(), arguments));
    }

    @Override
    public Integer call() throws Exception {
        Progress progress = new Progress(System.err);
        SampleData data = new SampleData(DataOptions.schema(schema), scale, options.seed, DataOptions.format(format));
        String url = DataOptions.withNodes("jdbc:colonnade:file:" + directory, nodes);
        try (Connection connection = DriverManager.getConnection(url)) {
            SampleLoader loader = new SampleLoader(connection, data.schema(), progress);
            List<String> present = loader.presentTables();
            if (!present.isEmpty() && !replace) {
                throw new IllegalArgumentException(
                        directory + " has the table " + present.getFirst()
                                + " already; add --replace to drop and load the schema's tables again, or name another directory");
            }
            DataFolder folder = data.under(DataOptions.root(), options.threads, progress);
            loader.drop(present);
            print(loader.load(folder));
        }
        System.out.println("next: ./colonnade shell " + url);
        return 0;
    }

    private static void print(List<LoadedTable> tables) {
        TextTable text = new TextTable("table", "rows#", "seconds#", "rows/s#");
        long rows = 0;
        double seconds = 0;
        for (LoadedTable table : tables) {
            text.row(line(table.table(), table.rows(), table.seconds()));
            rows += table.rows();
            seconds += table.seconds();
        }
        text.row(line("all", rows, seconds));
        text.print(System.out);
    }

    private static String[] line(String name, long rows, double seconds) {
        return new String[] {
            name, "%,d".formatted(rows), "%.2f".formatted(seconds), "%,.0f".formatted(rows / Math.max(seconds, 1e-9))
        };
    }
}
