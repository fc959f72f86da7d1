package io.colonnade.sample;

import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import io.colonnade.sample.table.SampleTable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `colonnade generate ssb --scale 1 --to DIR`: writes the files of a sample schema and nothing else.
@Command(
        name = "colonnade generate",
        mixinStandardHelpOptions = true,
        description = "Writes the data of a sample schema as files.")
public final class GenerateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ssb|retail|tpch", description = "the schema")
    private String schema = "";

    @Option(names = "--scale", paramLabel = "S", description = "how big, 0.001 and up (default: ${DEFAULT-VALUE})")
    private double scale = 1;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "an absent or empty directory")
    private Path directory = Path.of(".");

    @Option(names = "--format", paramLabel = "csv|tbl|parquet", description = "default: ${DEFAULT-VALUE}")
    private String format = "csv";

    @Option(names = "--no-header", description = "csv without the line of column names")
    private boolean headerless;

    @Option(names = "--gzip", description = "compress csv and tbl files")
    private boolean gzip;

    @Mixin
    private final DataOptions options = new DataOptions();

    public static void main(String[] arguments) {
        System.exit(CommandRun.of(new GenerateCommand(), arguments));
    }

    @Override
    public Integer call() throws Exception {
        FileFormat base = DataOptions.format(format);
        FileFormat chosen = new FileFormat(base.kind(), base.header() && !headerless, gzip);
        SampleData data = new SampleData(DataOptions.schema(schema), scale, options.seed, chosen);
        DataFolder folder = data.into(directory, options.threads, new Progress(System.err));
        for (SampleTable table : data.schema().tables(scale, options.seed)) {
            System.out.printf("%s\t%d\t%s%n", table.name(), folder.rowCount(table.name()), folder.glob(table.name()));
        }
        return 0;
    }
}
