package io.colonnade.exec.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.Predicate;
import io.colonnade.exec.expression.zone.Zone;
import io.colonnade.exec.expression.zone.ZoneCheck;
import io.colonnade.exec.expression.zone.ZoneMatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredicateTest {
    private final Arena arena = Arena.ofAuto();

    private static Expression column(Type type) {
        return new Expression.ColumnReference(0, type);
    }

    private static Expression compare(ComparisonOperator operator, Type type, long value) {
        return new Expression.Comparison(operator, column(type), new Expression.Literal(type, Datum.of(value)));
    }

    private static Expression between(Type type, long low, long high) {
        return new Expression.Logical(
                LogicalOperator.AND,
                List.of(
                        compare(ComparisonOperator.GREATER_OR_EQUAL, type, low),
                        compare(ComparisonOperator.LESS_OR_EQUAL, type, high)));
    }

    private Column.Narrow bytes(Type type, long base, int rows) {
        MemorySegment offsets = arena.allocate(rows);
        for (int row = 0; row < rows; row++) {
            offsets.set(Lanes.BYTE, row, (byte) row);
        }
        return new Column.Narrow(type, rows, base, 1, offsets, null);
    }

    private static int[] selected(Selection selection) {
        return Arrays.copyOf(selection.positions(), selection.count());
    }

    @Test
    void answersNullWhenEveryRowPasses() {
        Predicate predicate = PredicateCompiler.compile(between(Type.INTEGER, 0, 1000), List.of());
        assertThat(predicate.select(new Page(200, bytes(Type.INTEGER, 500, 200)), arena))
                .isNull();
    }

    @Test
    void answersThePagesOwnSelectionWhenNothingIsDropped() {
        Predicate predicate = PredicateCompiler.compile(between(Type.INTEGER, 0, 1000), List.of());
        Selection own = new Selection(new int[] {3, 70, 99}, 2);
        Column[] columns = {bytes(Type.INTEGER, 500, 200)};
        assertThat(predicate.select(new Page(200, columns, own), arena)).isSameAs(own);
    }

    @Test
    void leavesThePagesOwnSelectionAsItWas() {
        Predicate predicate = PredicateCompiler.compile(between(Type.INTEGER, 560, 1000), List.of());
        Selection own = new Selection(new int[] {3, 70, 99}, 3);
        Column[] columns = {bytes(Type.INTEGER, 500, 200)};
        assertThat(selected(predicate.select(new Page(200, columns, own), arena)))
                .containsExactly(70, 99);
        assertThat(own.positions()).containsExactly(3, 70, 99);
    }

    @Test
    void constantsMoveToTheOffsetsOfNarrowColumnsAtTheEdgesOfTheirType() {
        Predicate low =
                PredicateCompiler.compile(compare(ComparisonOperator.LESS, Type.BIGINT, Long.MIN_VALUE + 2), List.of());
        assertThat(selected(low.select(new Page(5, bytes(Type.BIGINT, Long.MIN_VALUE, 5)), arena)))
                .containsExactly(0, 1);
        Predicate high = PredicateCompiler.compile(
                compare(ComparisonOperator.GREATER, Type.BIGINT, Long.MAX_VALUE - 2), List.of());
        assertThat(selected(high.select(new Page(5, bytes(Type.BIGINT, Long.MAX_VALUE - 4, 5)), arena)))
                .containsExactly(3, 4);
        assertThat(selected(high.select(new Page(5, bytes(Type.BIGINT, Long.MIN_VALUE, 5)), arena)))
                .isEmpty();
    }

    @Test
    void likeRunsOncePerDictionary() {
        List<Datum> names = List.of(Datum.of("AFRICA"), Datum.of("AMERICA"), Datum.of("ASIA"), Datum.of("EUROPE"));
        Dictionary dictionary = new Dictionary(ColumnBuilder.of(Type.VARCHAR, names, arena));
        MemorySegment codes = arena.allocate(8);
        for (int row = 0; row < 8; row++) {
            codes.set(Lanes.BYTE, row, (byte) (row % 4));
        }
        Predicate predicate =
                PredicateCompiler.compile(new Expression.Like(column(Type.VARCHAR), "%A", null), List.of());
        Page page = new Page(8, new Column.Dictionaried(Type.VARCHAR, 8, 1, codes, null, dictionary));
        assertThat(selected(predicate.select(page, arena))).containsExactly(0, 1, 2, 4, 5, 6);
        // The strings are gone: only codes are looked at now.
        dictionary.values().values().fill((byte) 0);
        assertThat(selected(predicate.select(page, arena))).containsExactly(0, 1, 2, 4, 5, 6);
    }

    @Test
    void orOfEqualitiesIsOneSetOfValues() {
        Expression or = new Expression.Logical(
                LogicalOperator.OR,
                List.of(
                        compare(ComparisonOperator.EQUAL, Type.INTEGER, 503),
                        compare(ComparisonOperator.EQUAL, Type.INTEGER, 501)));
        Predicate predicate = PredicateCompiler.compile(or, List.of());
        assertThat(selected(predicate.select(new Page(9, bytes(Type.INTEGER, 500, 9)), arena)))
                .containsExactly(1, 3);
    }

    @Test
    void parametersAreConstantsOfTheExecution() {
        Expression condition = new Expression.Comparison(
                ComparisonOperator.EQUAL, column(Type.INTEGER), new Expression.Parameter(0, Type.INTEGER));
        Page page = new Page(9, bytes(Type.INTEGER, 500, 9));
        assertThat(selected(PredicateCompiler.compile(condition, List.of(Datum.of(502)))
                        .select(page, arena)))
                .containsExactly(2);
        assertThat(selected(PredicateCompiler.compile(condition, List.of(Datum.NULL))
                        .select(page, arena)))
                .isEmpty();
    }

    @Test
    void rowsDroppedByAConjunctCannotFailInTheNext() {
        Type type = Type.INTEGER;
        Expression guarded = new Expression.Comparison(
                ComparisonOperator.GREATER,
                new Expression.Arithmetic(
                        ArithmeticOperator.DIVIDE, new Expression.Literal(type, Datum.of(10)), column(type), type),
                new Expression.Literal(type, Datum.of(4)));
        Predicate predicate =
                PredicateCompiler.compile(List.of(compare(ComparisonOperator.NOT_EQUAL, type, 0), guarded), List.of());
        Column values =
                ColumnBuilder.of(type, IntStream.range(0, 4).mapToObj(Datum::of).toList(), arena);
        assertThat(selected(predicate.select(new Page(4, values), arena))).containsExactly(1, 2);
    }

    @Test
    void zonesDecideFromTheirEdges() {
        Zone zone = new Zone(Datum.of(5), Datum.of(9), 0, 100);
        assertThat(ZoneCheck.match(between(Type.INTEGER, 1, 4), List.of(), c -> zone))
                .isEqualTo(ZoneMatch.NEVER);
        assertThat(ZoneCheck.match(between(Type.INTEGER, 5, 9), List.of(), c -> zone))
                .isEqualTo(ZoneMatch.ALWAYS);
        assertThat(ZoneCheck.match(between(Type.INTEGER, 6, 9), List.of(), c -> zone))
                .isEqualTo(ZoneMatch.MAYBE);
        assertThat(ZoneCheck.match(between(Type.INTEGER, 6, 9), List.of(), c -> null))
                .isEqualTo(ZoneMatch.MAYBE);
    }
}
