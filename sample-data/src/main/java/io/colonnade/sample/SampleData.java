package io.colonnade.sample;

import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import io.colonnade.sample.file.FolderWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// The data of a schema at one scale, as files.
///
/// Equal values give equal bytes, on any machine and with any number of threads.
///
/// @param schema whose tables
/// @param scale how big; each schema says what 1 means
/// @param seed which of the many possible data sets
/// @param format how the files are written
public record SampleData(SampleSchema schema, double scale, long seed, FileFormat format) {

    /// The seed that commands take when none is given. With this one, all thirteen queries of the Star Schema Benchmark
    /// find rows from scale 0.01 on; with most others, twenty suppliers leave three of them without an answer.
    public static final long DEFAULT_SEED = 159;

    /// Finds the data under `root`, in a folder named after them, or generates them there.
    public DataFolder under(Path root, int threads, Progress progress) throws IOException, InterruptedException {
        String folder = "%s-scale%s-seed%d-%s%s"
                .formatted(
                        schema.label(),
                        plain(scale),
                        seed,
                        format.extension(),
                        format.kind() == FileFormat.Kind.CSV && !format.header() ? "-noheader" : "");
        return into(root.resolve(folder), threads, progress);
    }

    /// Finds the data in the directory `path`, or generates them there.
    public DataFolder into(Path path, int threads, Progress progress) throws IOException, InterruptedException {
        AtomicLong rowsDone = new AtomicLong();
        long start = System.nanoTime();
        FolderWriter writer = new FolderWriter(
                threads,
                (table, rows) -> progress.say(
                        "%s: %,d rows written, %,d in all".formatted(table, rows, rowsDone.addAndGet(rows))));
        DataFolder folder = writer.prepare(path, describe(), schema.tables(scale, seed), format);
        progress.say(
                rowsDone.get() == 0
                        ? "%s: found in %s".formatted(describe(), folder.path())
                        : "%s: generated %s (%,d MB)"
                                .formatted(
                                        describe(),
                                        Progress.rate(rowsDone.get(), (System.nanoTime() - start) / 1e9),
                                        folder.byteCount() / 1_000_000));
        return folder;
    }

    /// `ssb scale 0.1 seed 42`.
    public String describe() {
        return "%s scale %s seed %d".formatted(schema.label(), plain(scale), seed);
    }

    private static String plain(double scale) {
        return scale == Math.rint(scale) ? Long.toString((long) scale) : Double.toString(scale);
    }
}
