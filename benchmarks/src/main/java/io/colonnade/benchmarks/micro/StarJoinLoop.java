package io.colonnade.benchmarks.micro;

import io.colonnade.core.page.Lanes;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// SSB Q2.1 by hand, on one thread: three array look-ups per row and sums by year and brand. What the engine's
/// general operators are held against.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class StarJoinLoop {
    private static final int BATCH = 2048;

    private final int[] selected = new int[BATCH];
    private StarData data = new StarData(1);

    @Setup(Level.Trial)
    public void makeData() {
        data = new StarData(7);
    }

    /// One loop that looks at everything of a row.
    @Benchmark
    public long[] fused() {
        long[] sums = new long[StarData.YEARS * StarData.BRANDS];
        for (long row = 0; row < StarData.ROWS; row++) {
            int brand = data.brandOfPart[data.partKeys.get(Lanes.INT, row * 4)];
            if (brand >= 0 && data.supplierMatches[data.supplierKeys.get(Lanes.SHORT, row * 2) & 0xFFFF] != 0) {
                int year = data.yearOfDay[data.days.get(Lanes.SHORT, row * 2) & 0xFFFF];
                sums[year * StarData.BRANDS + brand] += data.revenues.get(Lanes.INT, row * 4);
            }
        }
        return sums;
    }

    /// Batches of 2,048 rows, each look-up narrowing a list of positions without a branch.
    @Benchmark
    public long[] selectionVectors() {
        long[] sums = new long[StarData.YEARS * StarData.BRANDS];
        for (int from = 0; from < StarData.ROWS; from += BATCH) {
            int rows = Math.min(BATCH, StarData.ROWS - from);
            int count = selectParts(from, rows);
            count = selectSuppliers(from, count);
            sum(from, count, sums);
        }
        return sums;
    }

    private int selectParts(int from, int rows) {
        int count = 0;
        for (int i = 0; i < rows; i++) {
            selected[count] = i;
            count += data.brandOfPart[data.partKeys.get(Lanes.INT, (from + i) * 4L)] >= 0 ? 1 : 0;
        }
        return count;
    }

    private int selectSuppliers(int from, int candidates) {
        int count = 0;
        for (int i = 0; i < candidates; i++) {
            int row = selected[i];
            selected[count] = row;
            count += data.supplierMatches[data.supplierKeys.get(Lanes.SHORT, (from + row) * 2L) & 0xFFFF];
        }
        return count;
    }

    private void sum(int from, int count, long[] sums) {
        for (int i = 0; i < count; i++) {
            long row = from + selected[i];
            int brand = data.brandOfPart[data.partKeys.get(Lanes.INT, row * 4)];
            int year = data.yearOfDay[data.days.get(Lanes.SHORT, row * 2) & 0xFFFF];
            sums[year * StarData.BRANDS + brand] += data.revenues.get(Lanes.INT, row * 4);
        }
    }
}
