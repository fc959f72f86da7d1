package io.colonnade.sample;

import io.colonnade.sample.file.FileFormat;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/// The options that say which data a command works on.
final class DataOptions {

    @Option(names = "--seed", paramLabel = "N", description = "which data set (default: ${DEFAULT-VALUE})")
    long seed = SampleData.DEFAULT_SEED;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "files generated at once (default: the number of processors)")
    int threads = Runtime.getRuntime().availableProcessors();

    /// Where generated files are kept: `.data` in the project, which its launcher names, or else in this directory.
    static Path root() {
        return Path.of(System.getProperty("colonnade.root", "."), ".data")
                .toAbsolutePath()
                .normalize();
    }

    static SampleSchema schema(String name) {
        for (SampleSchema schema : SampleSchema.values()) {
            if (schema.label().equals(name.toLowerCase(Locale.ROOT))) {
                return schema;
            }
        }
        throw new IllegalArgumentException("there is no sample schema '" + name + "'; take ssb, retail or tpch");
    }

    static FileFormat format(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "csv" -> FileFormat.CSV;
            case "tbl" -> FileFormat.TBL;
            case "parquet" -> FileFormat.PARQUET;
            default ->
                throw new IllegalArgumentException("there is no format '" + name + "'; take csv, tbl or parquet");
        };
    }

    /// Adds `nodes=N` to a URL, unless N is 0.
    static String withNodes(String url, int nodes) {
        return nodes == 0 ? url : url + (url.contains("?") ? "&" : "?") + "nodes=" + nodes;
    }
}
