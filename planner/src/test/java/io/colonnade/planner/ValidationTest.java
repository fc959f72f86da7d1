package io.colonnade.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.statement.OutputColumn;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {
    private final QueryPlanner planner = new QueryPlanner();

    private PlannedStatement plan(String sql) {
        return planner.plan(planner.parse(sql), FakeCatalog.retail(1), new PlanSettings(1, 100), new FakeEvaluator());
    }

    private List<Type> types(String sql) {
        return plan(sql).columns().stream().map(OutputColumn::type).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select i from typs | UNKNOWN_TABLE | 1:15 | types",
                "select i from nowhere.types | UNKNOWN_SCHEMA | 1:15 | ",
                "select quantty from sales | UNKNOWN_COLUMN | 1:8 | quantity",
                "select s.amuont from sales s | UNKNOWN_COLUMN | 1:10 | amount",
                "select product_id from sales, product | AMBIGUOUS_COLUMN | 1:8 | ",
                "select fooo(i) from types | UNKNOWN_FUNCTION | 1:8 | FLOOR",
                "select lowr(v) from types | UNKNOWN_FUNCTION | 1:8 | LOWER",
                "select upper(v, v) from types | UNKNOWN_FUNCTION | 1:8 | ",
                "select i, count(*) from types | INVALID_GROUPING | 1:8 | ",
                "select i from types where sum(l) > 1 | INVALID_GROUPING | 1:27 | ",
                "select sum(sum(i)) from types | INVALID_GROUPING | 1:8 | ",
                "select i + v from types | TYPE_MISMATCH | 1:8 | ",
                "select b + 1 from types | TYPE_MISMATCH | 1:8 | ",
                "select i from types where v | TYPE_MISMATCH | 1:27 | ",
                "select i from types where i = v | TYPE_MISMATCH | 1:27 | ",
                "select cast(day as integer) from types | TYPE_MISMATCH | 1:8 | ",
                "select i from types union select v from types | TYPE_MISMATCH | 1:8 | ",
                "select i from types union select i, l from types | INVALID_STATEMENT | 1:34 | ",
                "select i from types order by 3 | INVALID_STATEMENT | 1:30 | ",
                "insert into types (i, x) values (1, 2) | UNKNOWN_COLUMN | 1:23 | ",
                "insert into types (i) values (1, 2) | SYNTAX | 1:13 | ",
                "insert into types (i) select v from types | TYPE_MISMATCH |  | ",
                "copy typs from 'x' | UNKNOWN_TABLE | 1:6 | types",
                "create table t (a int, A int) | DUPLICATE_COLUMN | 1:24 | ",
                "create table t (a int) order by (b) | UNKNOWN_COLUMN | 1:34 | ",
                "create table t (a int references nosuch) | UNKNOWN_TABLE | 1:34 | ",
                "create table t as select i, i from types | DUPLICATE_COLUMN | 1:14 | "
            })
    void whatIsWrongHasACodeAPlaceAndAdvice(String sql, ErrorCode code, String place, String advice) {
        assertThatThrownBy(() -> plan(sql))
                .asInstanceOf(type(EngineException.class))
                .satisfies(e -> assertThat(e.code()).as(e.message()).isEqualTo(code))
                .satisfies(e -> {
                    if (place != null) {
                        assertThat(e.position()).isNotNull();
                        assertThat(e.position().line() + ":" + e.position().column())
                                .isEqualTo(place);
                    }
                })
                .satisfies(e -> assertThat(String.valueOf(e.hint())).contains(advice == null ? "" : advice))
                .satisfies(e -> assertThat(e.message()).doesNotContain("From line", "At line", "org.apache"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"select i from types limit ?", "select array[1, 2]"})
    void whatIsAbsentSaysSo(String sql) {
        assertThatThrownBy(() -> plan(sql))
                .asInstanceOf(type(EngineException.class))
                .satisfies(e -> assertThat(e.code()).as(e.message()).isEqualTo(ErrorCode.NOT_SUPPORTED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"select i, array[1, 2] from types | 1:11", "select i from types tablesample bernoulli(10) | 1:15"})
    void whatIsAbsentHasAPlace(String sql, String place) {
        assertThatThrownBy(() -> plan(sql))
                .asInstanceOf(type(EngineException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
                .satisfies(
                        e -> assertThat(e.position().line() + ":" + e.position().column())
                                .isEqualTo(place));
    }

    @Test
    void sumsAndAveragesAreWide() {
        assertThat(types("select sum(s), sum(i), sum(l), sum(n), sum(d), avg(i), avg(n), avg(w), avg(d) from types"))
                .containsExactly(
                        Type.BIGINT,
                        Type.BIGINT,
                        Type.decimal(38, 0),
                        Type.decimal(38, 2),
                        Type.DOUBLE,
                        Type.decimal(38, 16),
                        Type.decimal(38, 16),
                        Type.decimal(38, 16),
                        Type.DOUBLE);
    }

    @Test
    void arithmeticHasTheTypesOfItsOperands() {
        assertThat(types("select i / 2, i + l, n * n, n / i, n + 1, i * d, -s, i % 2, 1.5, 3000000000 from types"))
                .containsExactly(
                        Type.INTEGER,
                        Type.BIGINT,
                        Type.decimal(24, 4),
                        Type.decimal(38, 16),
                        Type.decimal(13, 2),
                        Type.DOUBLE,
                        Type.SMALLINT,
                        Type.INTEGER,
                        Type.decimal(2, 1),
                        Type.BIGINT);
    }

    @Test
    void columnsKeepTheirCaseAndOrigin() {
        List<OutputColumn> columns =
                plan("select I as Total, TYPES.V, count(*), upper(max(v)), 1 + 1 from Types group by i, v")
                        .columns();
        assertThat(columns).extracting(OutputColumn::name).containsExactly("Total", "V", "count", "upper", "?column?");
        assertThat(columns.getFirst().originColumn()).isEqualTo("i");
        assertThat(columns.getFirst().originTable()).isEqualTo("types");
        assertThat(columns.get(2).nullable()).isFalse();
        assertThat(columns.get(2).originTable()).isNull();
    }

    @Test
    void parametersAreTypedByTheirUse() {
        assertThat(plan("select i from types where i = ? and v like 'a%' and day > ? and n between ? and ?")
                        .parameterTypes())
                .containsExactly(Type.INTEGER, Type.DATE, Type.decimal(12, 2), Type.decimal(12, 2));
        assertThat(plan("insert into types (v, n, ts) values (?, ?, ?)").parameterTypes())
                .containsExactly(Type.VARCHAR, Type.decimal(12, 2), Type.TIMESTAMP);
    }

    private static TableDefinition created(PlannedStatement planned) {
        return ((CatalogChange.CreateTable) planned.changes().getFirst()).definition();
    }

    @Test
    void definitionsHaveIdsKeysAndADistribution() {
        TableDefinition dimension =
                created(plan("create table d (id int primary key, name text, city int references city (city_id))"));
        assertThat(dimension.id()).isEqualTo(100);
        assertThat(dimension.distribution()).isInstanceOf(Distribution.Replicated.class);
        assertThat(dimension.primaryKey()).containsExactly(1);
        assertThat(dimension.columns().getFirst().nullable()).isFalse();
        assertThat(dimension.foreignKeys().getFirst().referencedTableId()).isEqualTo(7);
        TableDefinition fact = created(planner.plan(
                planner.parse("create table f (a int, b int) order by (b) distribute by hash(a)"),
                FakeCatalog.retail(3),
                new PlanSettings(3, 7),
                new FakeEvaluator()));
        assertThat(fact.distribution()).isEqualTo(new Distribution.Hashed(List.of(1), 12));
        assertThat(fact.sortKey()).containsExactly(2);
    }
}
