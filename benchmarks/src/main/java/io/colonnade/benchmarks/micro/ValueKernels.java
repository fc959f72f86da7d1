package io.colonnade.benchmarks.micro;

import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.kernel.KeyHash;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.ExpressionCompiler;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.kernel.Gather;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/// Expressions that make values, key hashes and gathers, in nanoseconds per row.
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
public class ValueKernels {
    private static final Type MONEY = Type.decimal(12, 2);

    private final KernelData data = new KernelData();
    private final Scratch scratch = new Scratch(MemoryPool.root("benchmark", 1 << 28));
    private final Page page = new Page(
            KernelData.ROWS,
            data.narrow(Type.INTEGER, 4, 100_000),
            data.narrow(Type.INTEGER, 1, 11),
            data.longs(MONEY, 1_000_000),
            data.longs(MONEY, 10),
            data.texts(),
            data.narrow(Type.DATE, 2, 2557),
            data.dictionary(1000),
            data.longs(Type.BIGINT, 1_000_000));
    private final Selection tenth = data.every(5);
    private final long[] hashes = new long[KernelData.ROWS];

    private final Evaluator multiplyInts = compile(
            arithmetic(ArithmeticOperator.MULTIPLY, column(0, Type.INTEGER), column(1, Type.INTEGER), Type.INTEGER));
    private final Evaluator multiplyLongs = compile(
            arithmetic(ArithmeticOperator.MULTIPLY, column(7, Type.BIGINT), column(7, Type.BIGINT), Type.BIGINT));
    private final Evaluator addDecimals =
            compile(arithmetic(ArithmeticOperator.ADD, column(2, MONEY), column(3, MONEY), Type.decimal(13, 2)));
    private final Evaluator multiplyDecimals =
            compile(arithmetic(ArithmeticOperator.MULTIPLY, column(2, MONEY), column(3, MONEY), Type.decimal(24, 4)));
    private final Evaluator divideDecimals = compile(arithmetic(
            ArithmeticOperator.DIVIDE,
            column(2, MONEY),
            new Expression.Literal(MONEY, Datum.of(700)),
            Type.decimal(30, 16)));
    private final Evaluator contains = compile(new Expression.Like(column(4, Type.VARCHAR), "%order%77%", null));
    private final Evaluator year =
            compile(new Expression.Call(Function.EXTRACT_YEAR, List.of(column(5, Type.DATE)), Type.BIGINT));
    private final Evaluator compareLongs =
            compile(new Expression.Comparison(ComparisonOperator.LESS, column(2, MONEY), column(3, MONEY)));
    private final Evaluator caseWhen = compile(new Expression.Case(
            List.of(new Expression.Branch(
                    new Expression.Comparison(
                            ComparisonOperator.LESS,
                            column(1, Type.INTEGER),
                            new Expression.Literal(Type.INTEGER, Datum.of(5))),
                    column(2, MONEY))),
            new Expression.Literal(MONEY, Datum.of(0)),
            MONEY));

    private static Evaluator compile(Expression expression) {
        return ExpressionCompiler.compile(expression, List.of());
    }

    private static Expression column(int index, Type type) {
        return new Expression.ColumnReference(index, type);
    }

    private static Expression arithmetic(ArithmeticOperator operator, Expression left, Expression right, Type type) {
        return new Expression.Arithmetic(operator, left, right, type);
    }

    private Column evaluate(Evaluator evaluator) {
        scratch.reset();
        return evaluator.evaluate(page, scratch);
    }

    /// Of two narrow columns, widened first.
    @Benchmark
    public Column multiplyInts() {
        return evaluate(multiplyInts);
    }

    @Benchmark
    public Column multiplyLongs() {
        return evaluate(multiplyLongs);
    }

    @Benchmark
    public Column addDecimals() {
        return evaluate(addDecimals);
    }

    /// 64 x 64 -> 128 bits.
    @Benchmark
    public Column multiplyDecimals() {
        return evaluate(multiplyDecimals);
    }

    @Benchmark
    public Column divideDecimals() {
        return evaluate(divideDecimals);
    }

    /// Strings of 33 bytes that are in no dictionary.
    @Benchmark
    public Column likeContains() {
        return evaluate(contains);
    }

    @Benchmark
    public Column extractYear() {
        return evaluate(year);
    }

    @Benchmark
    public Column compareLongs() {
        return evaluate(compareLongs);
    }

    @Benchmark
    public Column caseWhen() {
        return evaluate(caseWhen);
    }

    @Benchmark
    public long[] hashLongs() {
        KeyHash.hash(page.column(7), null, hashes);
        return hashes;
    }

    @Benchmark
    public long[] hashTexts() {
        KeyHash.hash(page.column(4), null, hashes);
        return hashes;
    }

    @Benchmark
    public long[] hashDictionary() {
        KeyHash.hash(page.column(6), null, hashes);
        return hashes;
    }

    /// A tenth of the rows; per row of the page.
    @Benchmark
    public Column gatherCodes() {
        scratch.reset();
        return Gather.column(page.column(6), tenth, scratch);
    }
}
