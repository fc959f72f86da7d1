package io.colonnade.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.error.Position;
import io.colonnade.core.type.Type;
import io.colonnade.planner.statement.Definition;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.Statement.DistributionSyntax;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParsingTest {
    private final QueryPlanner planner = new QueryPlanner();

    private <T extends Statement> T parse(String sql, Class<T> kind) {
        return kind.cast(planner.parse(sql));
    }

    private <T extends Definition> T define(String sql, Class<T> kind) {
        return kind.cast(parse(sql, Statement.Define.class).definition());
    }

    @Test
    void createTableHasAllItsParts() {
        Definition.CreateTable create = define("""
                create table IF not exists sch.Lines (
                    Id bigint PRIMARY KEY, "Order" int references orders, name varchar(20) NOT NULL, note text,
                    price numeric(12, 2), weight double precision, c char(3), ok boolean, day date, moment timestamp,
                    small int2, constraint fk foreign key (id, small) references other (a, b))
                distribute by hash(ID) into 8 slots order by (day, name);""", Definition.CreateTable.class);
        assertThat(create.ifNotExists()).isTrue();
        assertThat(create.table()).hasToString("sch.Lines");
        assertThat(create.columns())
                .extracting(column -> column.name().text())
                .containsExactly("Id", "Order", "name", "note", "price", "weight", "c", "ok", "day", "moment", "small");
        assertThat(create.columns())
                .extracting(Statement.ColumnSyntax::type)
                .containsExactly(
                        Type.BIGINT,
                        Type.INTEGER,
                        new Type.VarcharType(20),
                        Type.VARCHAR,
                        Type.decimal(12, 2),
                        Type.DOUBLE,
                        new Type.CharType(3),
                        Type.BOOLEAN,
                        Type.DATE,
                        Type.TIMESTAMP,
                        Type.SMALLINT);
        assertThat(create.columns().get(2).nullable()).isFalse();
        assertThat(create.keys().primaryKey()).hasToString("[Id]");
        assertThat(create.keys().foreignKeys()).hasSize(2);
        assertThat(create.options().sortKey()).hasToString("[day, name]");
        assertThat(create.options().distribution())
                .asInstanceOf(type(DistributionSyntax.Hash.class))
                .extracting(DistributionSyntax.Hash::slots)
                .isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table t (a int) replicated",
                "create table t (a int) order by (a) replicated",
                "create table t (a int) distribute by replicated order by (a)",
                "CREATE TABLE t (a int) DISTRIBUTE BY Hash(a)",
                "create table t as select 1 as a",
                "create table t (x, y) order by (x) as select 1, 2",
                "drop table if exists t;",
                "drop table main.t",
                "insert into t values (1, 'a'), (2, null)",
                "insert into t (b, a) select a, b from s",
                "explain select 1",
                "explain analyze select 1",
                "explain copy t from 'x'",
                "select 1 limit 3 offset 2",
                "select 1 offset 2 limit 3",
                "select 1 offset 2 rows fetch first 3 rows only",
                "select a::int + b::decimal(3, 1)::text, 'x' || y from t",
                "values (1), (2)",
                "with x as (select 1 as a) select * from x"
            })
    void statementsAreRead(String sql) {
        assertThat(planner.parse(sql)).isNotNull();
    }

    @Test
    void copyTakesItsFormatFromTheExtension() {
        assertThat(parse("copy t from 'a/*.PARQUET'", Statement.Copy.class).options())
                .isEqualTo(FileOptions.PARQUET);
        assertThat(parse("copy t from 'a.tbl'", Statement.Copy.class).options()).isEqualTo(FileOptions.CSV);
        assertThat(parse("copy t from 'a.parquet' (format CSV)", Statement.Copy.class)
                        .options()
                        .format())
                .isEqualTo(FileOptions.Format.CSV);
    }

    @Test
    void optionsOfCopyAreIndependent() {
        Statement.Copy copy = parse(
                "COPY s.t (b, a) FROM 'x.csv' WITH (delimiter '|', Header, NULL '', quote '''')", Statement.Copy.class);
        assertThat(copy.columns()).hasToString("[b, a]");
        assertThat(copy.options()).isEqualTo(new FileOptions(FileOptions.Format.CSV, "|", true, "", "'"));
        assertThat(parse("copy t from 'x' (header false, delimiter '\\t', quote '')", Statement.Copy.class)
                        .options())
                .isEqualTo(new FileOptions(FileOptions.Format.CSV, "\t", false, "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date",
                "year",
                "month",
                "day",
                "hour",
                "minute",
                "second",
                "value",
                "result",
                "time",
                "timestamp",
                "position",
                "count",
                "sum",
                "min",
                "max",
                "rank",
                "text",
                "hash",
                "slots",
                "copy",
                "if",
                "method",
                "language",
                "function",
                "start",
                "parameter",
                "percent",
                "row_number",
                "upper",
                "replicated"
            })
    void wordsThatPostgresDoesNotReserveAreNames(String word) {
        Definition.CreateTable create =
                define("create table " + word + " (" + word + " int)", Definition.CreateTable.class);
        assertThat(create.table().name()).isEqualTo(word);
        assertThat(planner.parse("select x." + word + ", " + word + " from t, " + word + " as x"))
                .isNotNull();
        assertThat(planner.parse("select 1 as " + word + " from " + word + " order by " + word))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select | SYNTAX | 1 | 7",
                "select a frm t | SYNTAX | 1 | 14",
                "select 1; select 2 | SYNTAX | 1 | 11",
                "create table t (a int, b) | SYNTAX | 1 | 24",
                "create table t (a blob) | NOT_SUPPORTED | 1 | 19",
                "create table t (a int unique) | NOT_SUPPORTED | 1 | 23",
                "create table t (a decimal(40, 2)) | INVALID_PARAMETER | 1 | 19",
                "create table t (a decimal(4, 6)) | INVALID_PARAMETER | 1 | 19",
                "create table t (a int primary key, b int, primary key (b)) | INVALID_STATEMENT | 1 | 56",
                "create table t (a int) replicated distribute by hash(a) | INVALID_STATEMENT | 1 | 49",
                "create table t (a int) distribute by hash(a) into 0 slots | INVALID_PARAMETER | 1 | 51",
                "copy t from 'x' (color 'red') | INVALID_PARAMETER | 1 | 18",
                "copy t from 'x' (delimiter 'ab') | INVALID_PARAMETER | 1 | 18",
                "copy t from 'x' (header maybe) | INVALID_PARAMETER | 1 | 18",
                "copy t from 'x' (quote ',') | INVALID_PARAMETER | 1 | 6",
                "delete from | SYNTAX | 1 | 12",
                "update t set a | SYNTAX | 1 | 15",
                "select 'it''s | SYNTAX | 1 | 12"
            })
    void whatIsWrongHasAPlace(String sql, ErrorCode code, int line, int column) {
        assertThatThrownBy(() -> planner.parse(sql))
                .asInstanceOf(type(EngineException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.position()).isEqualTo(new Position(line, column)))
                .satisfies(e -> assertThat(e.message()).doesNotContain("Encountered", "From line"));
    }

    @Test
    void aStatementThatIsTooLongIsRefused() {
        String sql = "select '" + "x".repeat(1 << 20) + "'";
        assertThatThrownBy(() -> planner.parse(sql))
                .asInstanceOf(type(EngineException.class))
                .extracting(EngineException::code)
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void absurdNestingIsRefusedAndNothingElseBreaks() {
        String sql = "select " + "(".repeat(100_000) + "1" + ")".repeat(100_000);
        assertThatThrownBy(() -> planner.parse(sql))
                .asInstanceOf(type(EngineException.class))
                .extracting(EngineException::code)
                .isEqualTo(ErrorCode.TOO_COMPLEX);
        assertThat(planner.parse("select 1")).isInstanceOf(Statement.Query.class);
    }

    @Test
    void anEmptyTextIsNoStatement() {
        for (String sql : List.of("", "  ", ";", "-- nothing")) {
            assertThatThrownBy(() -> planner.parse(sql))
                    .asInstanceOf(type(EngineException.class))
                    .extracting(EngineException::code)
                    .isEqualTo(ErrorCode.SYNTAX);
        }
    }
}
