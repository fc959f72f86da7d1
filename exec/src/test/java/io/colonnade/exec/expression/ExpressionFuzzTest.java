package io.colonnade.exec.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.Predicate;
import io.colonnade.exec.expression.zone.Zone;
import io.colonnade.exec.expression.zone.ZoneCheck;
import io.colonnade.exec.expression.zone.ZoneMatch;
import io.colonnade.exec.kernel.filter.RangeScan;
import io.colonnade.exec.kernel.filter.ScalarRangeScan;
import io.colonnade.exec.kernel.filter.Simd;
import io.colonnade.exec.kernel.filter.VectorRangeScan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random expressions over random pages in all column forms equal the row-by-row meaning, errors included.
///
/// `-Dfuzz.seeds=N -Dfuzz.pages=N` run more of it.
class ExpressionFuzzTest {
    private static final int PAGES = Integer.getInteger("fuzz.pages", 400);
    private static final int[] SIZES = {1, 2, 7, 31, 63, 64, 65, 100, 128, 200, 1000};

    static long[] seeds() {
        LongStream random = new Random().longs(Integer.getInteger("fuzz.seeds", 1));
        return LongStream.concat(LongStream.of(20261121L), random).toArray();
    }

    /// Counts, so that a run that tests little is seen.
    private int evaluated;
    private int failed;
    private int selected;

    @ParameterizedTest
    @MethodSource("seeds")
    void expressionsEqualTheirMeaningRowByRow(long seed) {
        System.out.println("ExpressionFuzzTest seed " + seed);
        for (int page = 0; page < PAGES; page++) {
            Random random = new Random(seed * 1_000_003 + page);
            try (Arena arena = Arena.ofConfined()) {
                checkPage(random, arena, page % 50 == 0 ? Page.ROWS_MAX : SIZES[random.nextInt(SIZES.length)]);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", page " + page + ": " + e, e);
            }
        }
        System.out.println(
                evaluated + " expressions, " + failed + " failed as they should, " + selected + " predicates");
        assertThat(failed).isLessThan(evaluated / 2);
        assertThat(evaluated).isGreaterThan(PAGES);
    }

    private void checkPage(Random random, Arena arena, int rows) {
        RandomColumns values = new RandomColumns(random, arena);
        List<Type> types = IntStream.range(0, 6).mapToObj(i -> values.type()).toList();
        Column[] columns = types.stream().map(type -> values.column(type, rows)).toArray(Column[]::new);
        Page page = new Page(rows, columns, values.selection(rows));
        List<List<Datum>> input = new ArrayList<>();
        for (int row = 0; row < page.rows(); row++) {
            int position = page.position(row);
            input.add(IntStream.range(0, columns.length)
                    .mapToObj(i -> columns[i].datum(position))
                    .toList());
        }
        RandomExpressions expressions = new RandomExpressions(random, values, types);
        // Scratch memory is never clean.
        SegmentAllocator scratch = (size, alignment) -> {
            MemorySegment segment = arena.allocate(size, alignment);
            segment.fill((byte) 0xA5);
            return segment;
        };
        for (int i = 0; i < 6; i++) {
            checkValue(expressions.expression(values.type(), random.nextInt(1, 5)), page, input, scratch);
            List<Expression> conjuncts = IntStream.range(0, random.nextInt(1, 4))
                    .mapToObj(c -> expressions.condition(random.nextInt(1, 4)))
                    .toList();
            checkPredicate(conjuncts, page, input, scratch, new ScalarRangeScan());
            if (Simd.isAvailable()) {
                checkPredicate(conjuncts, page, input, scratch, new VectorRangeScan());
            }
            checkZones(conjuncts.getFirst(), page, columns, input);
        }
    }

    private void checkValue(Expression expression, Page page, List<List<Datum>> input, SegmentAllocator scratch) {
        Set<ErrorCode> errors = EnumSet.noneOf(ErrorCode.class);
        List<Datum> expected = new ArrayList<>();
        for (List<Datum> row : input) {
            try {
                expected.add(NaiveEvaluator.evaluate(expression, row));
            } catch (EngineException e) {
                errors.add(e.code());
            }
        }
        evaluated++;
        Evaluator evaluator = ExpressionCompiler.compile(expression, List.of());
        try {
            // Twice, since evaluators keep state between pages.
            evaluator.evaluate(page, scratch);
            Column result = evaluator.evaluate(page, scratch);
            assertThat(errors).as("errors of " + expression).isEmpty();
            assertThat(result.length()).isEqualTo(page.rows());
            assertThat(result.type().layout()).isEqualTo(expression.type().layout());
            for (int row = 0; row < expected.size(); row++) {
                Datum actual = result.datum(row);
                if (!same(actual, expected.get(row))) {
                    assertThat(actual)
                            .as("row " + row + " " + input.get(row) + " of " + expression)
                            .isEqualTo(expected.get(row));
                }
            }
        } catch (EngineException e) {
            failed++;
            assertThat(errors).as(e.getMessage() + " from " + expression).contains(e.code());
        }
    }

    private static boolean same(Datum a, Datum b) {
        if (a instanceof Datum.Real x && b instanceof Datum.Real y) {
            return x.value() == y.value() || (Double.isNaN(x.value()) && Double.isNaN(y.value()));
        }
        return a.equals(b);
    }

    private void checkPredicate(
            List<Expression> conjuncts,
            Page page,
            List<List<Datum>> input,
            SegmentAllocator scratch,
            RangeScan ranges) {
        Set<ErrorCode> errors = EnumSet.noneOf(ErrorCode.class);
        List<Integer> expected = new ArrayList<>();
        for (int row = 0; row < input.size(); row++) {
            List<Datum> values = input.get(row);
            try {
                if (conjuncts.stream().allMatch(conjunct -> NaiveEvaluator.isTrue(conjunct, values))) {
                    expected.add(page.position(row));
                }
            } catch (EngineException e) {
                errors.add(e.code());
            }
        }
        selected++;
        Predicate predicate = PredicateCompiler.compile(conjuncts, List.of(), ranges);
        try {
            predicate.select(page, scratch);
            Selection selection = predicate.select(page, scratch);
            assertThat(errors).as("errors of " + conjuncts).isEmpty();
            Page passed = page.select(selection);
            List<Integer> actual =
                    IntStream.range(0, passed.rows()).mapToObj(passed::position).toList();
            assertThat(actual).as(conjuncts.toString()).isEqualTo(expected);
        } catch (EngineException e) {
            assertThat(errors).as(e.getMessage() + " from " + conjuncts).contains(e.code());
        }
    }

    private void checkZones(Expression condition, Page page, Column[] columns, List<List<Datum>> input) {
        List<Zone> zones = new ArrayList<>();
        for (int column = 0; column < columns.length; column++) {
            int index = column;
            List<Datum> values = input.stream()
                    .map(row -> row.get(index))
                    .filter(value -> !value.isNull())
                    .sorted(DatumOrder::compare)
                    .toList();
            Datum min = values.isEmpty() ? Datum.NULL : values.getFirst();
            Datum max = values.isEmpty() ? Datum.NULL : values.getLast();
            zones.add(new Zone(min, max, input.size() - values.size(), input.size()));
        }
        ZoneMatch match = ZoneCheck.match(condition, List.of(), zones::get);
        if (match == ZoneMatch.MAYBE) {
            return;
        }
        for (List<Datum> row : input) {
            assertThat(NaiveEvaluator.isTrue(condition, row))
                    .as(match + " of " + condition + " for " + row)
                    .isEqualTo(match == ZoneMatch.ALWAYS);
        }
    }
}
