package io.colonnade.benchmarks.race;

import io.colonnade.benchmarks.Engine;
import io.colonnade.benchmarks.figures.Figure;
import io.colonnade.benchmarks.figures.Metric;
import io.colonnade.benchmarks.worker.EngineKind;
import io.colonnade.benchmarks.worker.EngineProcess;
import io.colonnade.benchmarks.worker.EngineSetting;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleData;
import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The files of each engine with the rows of one schema, below a folder of their own that goes away in the end.
///
/// ```text
/// .data/race-ssb-.../  colonnade/  duckdb.db
/// ```
public final class Databases implements AutoCloseable {
    private final DataSetting setting;
    private final Progress progress;
    private final Path root;
    private final Path folder;
    private final Map<EngineKind, String> versions = new LinkedHashMap<>();
    private final List<Figure> figures = new ArrayList<>();
    private long factRows;

    /// A run that is interrupted leaves nothing behind either.
    private final Thread atEnd = Thread.ofPlatform().unstarted(this::deleteAtEnd);

    public Databases(DataSetting setting, Progress progress) throws IOException {
        this.setting = setting;
        this.progress = progress;
        this.root = root();
        Files.createDirectories(root);
        this.folder = Files.createTempDirectory(root, "race-" + setting.schema().label() + "-");
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    /// Where data and results lie.
    public static Path root() {
        return Path.of(System.getProperty("colonnade.root", "."), ".data").toAbsolutePath();
    }

    /// Makes the files to load, loads them into each engine, and tells what that took.
    ///
    /// @param memory the limit while loading; empty: the engines' default
    public void load(int threads, String memory) throws IOException, InterruptedException, SQLException {
        DataFolder data = new SampleData(setting.schema(), setting.scale(), SampleData.DEFAULT_SEED, FileFormat.CSV)
                .under(root, Runtime.getRuntime().availableProcessors(), progress);
        factRows = data.rowCount(FreshRows.factTable(setting.schema()));
        for (EngineKind kind : setting.engines()) {
            // Each engine finds the files alike: without this the first one would wait for the disk, the second not.
            PageCache.warm(data.path());
            progress.say(kind.label() + ": loading");
            try (EngineProcess process = start(kind, threads, memory)) {
                versions.put(kind, process.version());
                Engine.Loading loading = process.load(setting.schema(), setting.scale(), setting.sorted(), root);
                for (Engine.Loading.Step step : loading.steps()) {
                    add(step.what(), kind, Metric.LOAD, step.seconds());
                }
                add("all", kind, Metric.LOAD, loading.seconds());
                long bytes = 0;
                for (EngineProcess.DiskUse use : process.disk()) {
                    add(use.kind(), kind, Metric.DISK, use.bytes());
                    bytes += use.isData() ? use.bytes() : 0;
                }
                add("all", kind, Metric.DATA, bytes);
                add("load", kind, Metric.PEAK, process.memory().peak());
            }
        }
    }

    private void add(String item, EngineKind kind, String metric, double value) {
        figures.add(new Figure("", item, kind.label(), metric, value));
    }

    /// Tells people the same.
    public void print(PrintStream out) {
        for (Figure figure : figures) {
            boolean isTime = figure.metric().equals(Metric.LOAD);
            out.printf(
                    Locale.ROOT,
                    "  %-10s %-24s %-8s %12s%n",
                    figure.engine(),
                    figure.item(),
                    isTime ? "loading" : figure.metric().replace(" bytes", ""),
                    String.format(
                            Locale.ROOT,
                            isTime ? "%.2f s" : "%,.1f MB",
                            isTime ? figure.value() : figure.value() / 1e6));
        }
    }

    public EngineProcess start(EngineKind kind, int threads, String memory) throws IOException, SQLException {
        return EngineProcess.start(
                kind, new EngineSetting(folder, setting.nodes(), threads, memory, setting.heapMiB()));
    }

    public DataSetting setting() {
        return setting;
    }

    /// Rows of the fact table as loaded.
    long factRows() {
        return factRows;
    }

    Path files(EngineKind kind) {
        return kind.files(folder);
    }

    /// Of each engine that has loaded.
    public Map<EngineKind, String> versions() {
        return versions;
    }

    /// What loading took, and bytes on disk after it.
    public List<Figure> figures() {
        return figures;
    }

    @Override
    public void close() throws IOException {
        delete(folder);
        Runtime.getRuntime().removeShutdownHook(atEnd);
    }

    private void deleteAtEnd() {
        try {
            delete(folder);
        } catch (IOException e) {
            System.err.println("could not delete " + folder + ": " + e);
        }
    }

    /// Deletes a folder and all below it.
    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
