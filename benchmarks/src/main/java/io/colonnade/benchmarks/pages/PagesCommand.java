package io.colonnade.benchmarks.pages;

import io.colonnade.benchmarks.Machine;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./colonnade bench pages`: nanoseconds that a page costs in an operator, besides what its rows cost.
///
/// The same page goes through a task with no operators and through one with several of a kind; the difference, shared
/// out, is the cost of one. Pages of one row show it bare, pages of 4,096 rows as queries have it.
@Command(name = "pages", mixinStandardHelpOptions = true, description = "Measures what a page costs in an operator.")
public final class PagesCommand implements Callable<Integer> {
    private static final int STAGES = 8;
    private static final int[] PAGE_ROWS = {1, 4096};

    @Option(names = "--runs", defaultValue = "11", description = "timed runs of each kind (default: 11)")
    private int runs = 11;

    @Option(names = "--pages", defaultValue = "200000", description = "pages a run (default: 200000)")
    private int pages = 200_000;

    @Override
    public Integer call() throws Exception {
        System.out.println(Machine.describe());
        System.out.printf(
                Locale.ROOT,
                "nanoseconds of processor time per page and operator, medians of %d runs of %,d pages%n",
                runs,
                pages);
        System.out.printf(Locale.ROOT, "%-20s%16s%16s%n", "operator", "1 row", "4096 rows");
        for (StageKind kind : StageKind.values()) {
            StringBuilder line = new StringBuilder("%-20s".formatted(kind.title));
            for (int rows : PAGE_ROWS) {
                try (PagePipeline pipeline = new PagePipeline(rows)) {
                    double without = median(pipeline, kind, 0);
                    double with = median(pipeline, kind, STAGES);
                    line.append(String.format(Locale.ROOT, "%16.1f", (with - without) / STAGES));
                }
            }
            System.out.println(line);
        }
        return 0;
    }

    private double median(PagePipeline pipeline, StageKind kind, int stages) throws Exception {
        double[] times = new double[runs];
        for (int run = -2; run < runs; run++) {
            double nanos = pipeline.run(kind, stages, pages);
            if (run >= 0) {
                times[run] = nanos;
            }
        }
        Arrays.sort(times);
        return times[runs / 2];
    }
}
