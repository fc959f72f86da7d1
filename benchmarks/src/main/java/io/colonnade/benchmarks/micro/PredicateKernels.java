package io.colonnade.benchmarks.micro;

import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.PredicateCompiler;
import io.colonnade.exec.expression.evaluator.Predicate;
import io.colonnade.exec.kernel.Words;
import io.colonnade.exec.kernel.filter.ScalarRangeScan;
import io.colonnade.exec.kernel.filter.ValueScan;
import io.colonnade.exec.kernel.filter.ValueTest;
import io.colonnade.exec.kernel.filter.VectorRangeScan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Filters on encoded columns, in nanoseconds per row of the page: the scans alone with either twin, and whole
/// predicates.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(KernelData.ROWS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.nio=ALL-UNNAMED"
        })
public class PredicateKernels {
    private final KernelData data = new KernelData();
    private final Scratch scratch = new Scratch(MemoryPool.root("benchmark", 1 << 28));
    private final ValueScan vector = new ValueScan(new VectorRangeScan());
    private final ValueScan scalar = new ValueScan(new ScalarRangeScan());
    private final long[] mask = new long[Words.MAX];

    private final Column.Narrow bytes = data.narrow(Type.INTEGER, 1, 50);
    private final Column.Narrow shorts = data.narrow(Type.INTEGER, 2, 2557);
    private final Column.Narrow wide = data.narrow(Type.INTEGER, 4, 200_000);
    private final Column.Plain longs = data.longs(Type.BIGINT, 1_000_000);
    private final ValueTest few = ValueTest.range(1, 3);
    private final ValueTest half = ValueTest.range(0, 1278);
    private final ValueTest table = ValueTest.of(new long[] {3, 77, 400, 401, 2000});

    private final Page star =
            new Page(KernelData.ROWS, data.narrow(Type.INTEGER, 1, 11), bytes, shorts, data.dictionary(1000), longs);
    private final Page sparse = star.select(data.every(16));
    private final Predicate q11 = PredicateCompiler.compile(
            List.of(
                    compare(ComparisonOperator.GREATER_OR_EQUAL, 0, 1),
                    compare(ComparisonOperator.LESS_OR_EQUAL, 0, 3),
                    compare(ComparisonOperator.LESS, 1, 25)),
            List.of());
    private final Predicate days = PredicateCompiler.compile(
            List.of(compare(ComparisonOperator.GREATER, 2, 1000), compare(ComparisonOperator.LESS, 2, 1365)),
            List.of());
    private final Predicate brand = PredicateCompiler.compile(
            new Expression.Like(new Expression.ColumnReference(3, Type.VARCHAR), "MFGR#00_1", null), List.of());
    private final Predicate brands = PredicateCompiler.compile(
            new Expression.Like(new Expression.ColumnReference(3, Type.VARCHAR), "MFGR#01%", null), List.of());

    private static Expression compare(ComparisonOperator operator, int column, int value) {
        return new Expression.Comparison(
                operator,
                new Expression.ColumnReference(column, Type.INTEGER),
                new Expression.Literal(Type.INTEGER, Datum.of(value)));
    }

    @Benchmark
    public long[] scanBytesVector() {
        vector.scan(bytes, few, mask);
        return mask;
    }

    @Benchmark
    public long[] scanBytesScalar() {
        scalar.scan(bytes, few, mask);
        return mask;
    }

    @Benchmark
    public long[] scanShortsVector() {
        vector.scan(shorts, half, mask);
        return mask;
    }

    @Benchmark
    public long[] scanShortsScalar() {
        scalar.scan(shorts, half, mask);
        return mask;
    }

    @Benchmark
    public long[] scanIntsVector() {
        vector.scan(wide, half, mask);
        return mask;
    }

    @Benchmark
    public long[] scanLongsVector() {
        vector.scan(longs, half, mask);
        return mask;
    }

    @Benchmark
    public long[] scanShortsTable() {
        vector.scan(shorts, table, mask);
        return mask;
    }

    /// `d between 1 and 3 and q < 25`, 13 % of the rows pass.
    @Benchmark
    public @Nullable Selection threeComparisonsOnBytes() {
        scratch.reset();
        return q11.select(star, scratch);
    }

    /// One year of seven.
    @Benchmark
    public @Nullable Selection rangeOnShorts() {
        scratch.reset();
        return days.select(star, scratch);
    }

    /// LIKE that passes codes 100 to 199: a range of codes.
    @Benchmark
    public @Nullable Selection likeOnDictionaryRange() {
        scratch.reset();
        return brands.select(star, scratch);
    }

    /// LIKE that passes scattered codes: a table of bits.
    @Benchmark
    public @Nullable Selection likeOnDictionaryTable() {
        scratch.reset();
        return brand.select(star, scratch);
    }

    /// One row in 32 is left before; the figure is still per row of the page.
    @Benchmark
    public @Nullable Selection threeComparisonsOnFewRows() {
        scratch.reset();
        return q11.select(sparse, scratch);
    }
}
