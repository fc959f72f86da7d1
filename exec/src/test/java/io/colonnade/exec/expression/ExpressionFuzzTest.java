package io.colonnade.exec.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
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
import io.colonnade.exec.naive.NaiveExpression;
import io.colonnade.exec.random.FuzzRun;
import io.colonnade.exec.random.Operation;
import io.colonnade.exec.random.Operations;
import io.colonnade.exec.random.RandomData;
import io.colonnade.exec.random.RandomExpressions;
import io.colonnade.exec.random.Spread;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Every operation on columns in all forms, and random expressions of them, equal their meaning row by row, errors
/// included: as values, as predicates in both twins of the filter loops, and as tests of zones.
class ExpressionFuzzTest {
    private static final int OPERATIONS_PER_PAGE = 3;

    private final List<Operation> operations = Operations.all();
    private final FuzzRun run = new FuzzRun(ExpressionFuzzTest.class, 50);

    @Test
    void expressionsEqualTheirMeaningRowByRow() {
        // The seeds that are always the same try all operations, whatever the new ones do.
        run.run(2 * Math.ceilDiv(operations.size(), OPERATIONS_PER_PAGE), this::check);
        run.requireAllForms();
        run.requireAll(operations.stream().map(Operation::name).toList());
        run.requireAll(Arrays.stream(Function.values())
                .filter(function -> !Operations.ofStatements().contains(function))
                .map(Function::name)
                .toList());
        run.requireAll(Arrays.stream(Expression.class.getPermittedSubclasses())
                .filter(kind -> kind != Expression.Parameter.class)
                .map(Class::getSimpleName)
                .toList());
    }

    /// One page and what is computed from it.
    private final class Case {
        final Random random;
        final RandomData data;
        final SegmentAllocator scratch;
        final Page page;
        final List<Expression> expressions = new ArrayList<>();

        Case(long seed, Arena arena) {
            random = FuzzRun.random(seed);
            data = new RandomData(random, arena);
            // Scratch memory is never clean.
            scratch = (size, alignment) -> {
                MemorySegment segment = arena.allocate(size, alignment);
                segment.fill((byte) 0xA5);
                return segment;
            };
            List<Column> columns = new ArrayList<>();
            int rows = data.size();
            for (int i = 0; i < OPERATIONS_PER_PAGE; i++) {
                int index = (int) Math.floorMod(seed * OPERATIONS_PER_PAGE + i, (long) operations.size());
                expressions.add(operation(operations.get(index), rows, columns));
            }
            page = new Page(rows, columns.toArray(Column[]::new), data.selection(rows));
            List<Type> types = columns.stream().map(Column::type).toList();
            RandomExpressions nested = new RandomExpressions(random, data.values(), types);
            expressions.add(nested.expression(data.type(), random.nextInt(1, 5)));
            expressions.add(nested.condition(random.nextInt(1, 4)));
        }

        private Expression operation(Operation operation, int rows, List<Column> columns) {
            run.exercised(operation.name());
            Spread spread = data.values().spread();
            List<Expression> operands = new ArrayList<>();
            int constant = operation.operands().isEmpty() || random.nextInt(3) > 0
                    ? -1
                    : random.nextInt(operation.operands().size());
            for (int i = 0; i < operation.operands().size(); i++) {
                Type type = operation.operands().get(i);
                int operand = i;
                if (i == constant) {
                    Datum value = operation.value(i, random, data.values(), spread);
                    operands.add(new Expression.Literal(type, random.nextInt(20) == 0 ? Datum.NULL : value));
                } else {
                    operands.add(new Expression.ColumnReference(columns.size(), type));
                    columns.add(data.columns()
                            .column(type, rows, () -> operation.value(operand, random, data.values(), spread)));
                }
            }
            return operation.make().of(operands, random, data.values());
        }
    }

    private void check(long seed) {
        try (Arena arena = Arena.ofConfined()) {
            Case one = new Case(seed, arena);
            run.page(one.page);
            List<Expression> conditions = new ArrayList<>();
            for (Expression expression : one.expressions) {
                count(expression);
                checkValue(expression, one);
                if (expression.type().equals(Type.BOOLEAN)) {
                    conditions.add(one.random.nextInt(4) == 0 ? new Expression.Not(expression) : expression);
                }
            }
            for (Expression condition : conditions) {
                checkPredicates(List.of(condition), one);
                checkZones(condition, one.page);
            }
            checkPredicates(conditions, one);
        }
    }

    private void count(Expression expression) {
        run.exercised(expression.getClass().getSimpleName());
        if (expression instanceof Expression.Call call) {
            run.exercised(call.function().name());
        }
        expression.operands().forEach(this::count);
    }

    /// The rows of a page, what each should come to, and those that should fail.
    private record Expected(Page page, List<List<Datum>> rows, Set<ErrorCode> errors) {}

    private interface Meaning {
        void of(List<Datum> row);
    }

    /// Leaves the failing rows out most of the time: one of them hides all others.
    private static Expected expected(Page page, Random random, Meaning meaning) {
        List<List<Datum>> rows = RandomData.rows(page);
        Set<ErrorCode> errors = EnumSet.noneOf(ErrorCode.class);
        List<List<Datum>> sound = new ArrayList<>();
        int[] positions = new int[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            try {
                meaning.of(rows.get(row));
                positions[sound.size()] = page.position(row);
                sound.add(rows.get(row));
            } catch (EngineException e) {
                errors.add(e.code());
            }
        }
        if (errors.isEmpty() || sound.isEmpty() || random.nextInt(8) == 0) {
            return new Expected(page, rows, errors);
        }
        return new Expected(page.select(new Selection(positions, sound.size())), sound, Set.of());
    }

    private void checkValue(Expression expression, Case one) {
        run.describe(() -> expression + " over " + FuzzRun.shape(one.page));
        Expected expected = expected(one.page, one.random, row -> NaiveExpression.evaluate(expression, row));
        Evaluator evaluator = ExpressionCompiler.compile(expression, List.of());
        try {
            // Twice, since evaluators keep state between pages.
            evaluator.evaluate(expected.page(), one.scratch);
            Column result = evaluator.evaluate(expected.page(), one.scratch);
            assertThat(expected.errors()).as("errors").isEmpty();
            assertThat(result.length()).isEqualTo(expected.page().rows());
            assertThat(result.type().layout()).isEqualTo(expression.type().layout());
            for (int row = 0; row < expected.rows().size(); row++) {
                Datum actual = result.datum(row);
                Datum meant =
                        NaiveExpression.evaluate(expression, expected.rows().get(row));
                if (!same(actual, meant)) {
                    assertThat(actual)
                            .as("row " + row + " " + expected.rows().get(row))
                            .isEqualTo(meant);
                }
            }
            run.outcome(false);
        } catch (EngineException e) {
            run.failure();
            assertThat(expected.errors()).as(e.getMessage()).contains(e.code());
        }
    }

    private static boolean same(Datum a, Datum b) {
        if (a instanceof Datum.Real x && b instanceof Datum.Real y) {
            return x.value() == y.value() || (Double.isNaN(x.value()) && Double.isNaN(y.value()));
        }
        return a.equals(b);
    }

    private static boolean passes(List<Expression> conjuncts, List<Datum> row) {
        return conjuncts.stream().allMatch(conjunct -> NaiveExpression.isTrue(conjunct, row));
    }

    private void checkPredicates(List<Expression> conjuncts, Case one) {
        run.describe(() -> "rows that meet " + conjuncts + " of " + FuzzRun.shape(one.page));
        Expected expected = expected(one.page, one.random, row -> passes(conjuncts, row));
        int[] positions = new int[expected.rows().size()];
        int count = 0;
        for (int row = 0; row < expected.rows().size() && expected.errors().isEmpty(); row++) {
            if (passes(conjuncts, expected.rows().get(row))) {
                positions[count++] = expected.page().position(row);
            }
        }
        int[] meant = Arrays.copyOf(positions, count);
        checkPredicate(conjuncts, expected, meant, one.scratch, new ScalarRangeScan());
        if (Simd.isAvailable()) {
            checkPredicate(conjuncts, expected, meant, one.scratch, new VectorRangeScan());
        }
    }

    private void checkPredicate(
            List<Expression> conjuncts, Expected expected, int[] meant, SegmentAllocator scratch, RangeScan ranges) {
        Predicate predicate = PredicateCompiler.compile(conjuncts, List.of(), ranges);
        try {
            predicate.select(expected.page(), scratch);
            Page passed = expected.page().select(predicate.select(expected.page(), scratch));
            assertThat(expected.errors()).as("errors").isEmpty();
            int[] actual =
                    IntStream.range(0, passed.rows()).map(passed::position).toArray();
            assertThat(actual).isEqualTo(meant);
        } catch (EngineException e) {
            assertThat(expected.errors()).as(e.getMessage()).contains(e.code());
        }
    }

    private void checkZones(Expression condition, Page page) {
        run.describe(() -> "zones for " + condition + " of " + FuzzRun.shape(page));
        List<List<Datum>> rows = RandomData.rows(page);
        List<Zone> zones = new ArrayList<>();
        for (int column = 0; column < page.columnCount(); column++) {
            int index = column;
            List<Datum> values = rows.stream()
                    .map(row -> row.get(index))
                    .filter(value -> !value.isNull())
                    .sorted(DatumOrder::compare)
                    .toList();
            Datum min = values.isEmpty() ? Datum.NULL : values.getFirst();
            Datum max = values.isEmpty() ? Datum.NULL : values.getLast();
            zones.add(new Zone(min, max, rows.size() - values.size(), rows.size()));
        }
        ZoneMatch match = ZoneCheck.match(condition, List.of(), zones::get);
        if (match == ZoneMatch.MAYBE) {
            return;
        }
        for (List<Datum> row : rows) {
            assertThat(NaiveExpression.isTrue(condition, row))
                    .as(match + " for " + row)
                    .isEqualTo(match == ZoneMatch.ALWAYS);
        }
    }
}
