package io.colonnade.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.planner.statement.PlanSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoweringTest {
    private final QueryPlanner planner = new QueryPlanner();

    private String plan(String sql) {
        return planner.explain(
                planner.plan(planner.parse(sql), FakeCatalog.retail(1), new PlanSettings(1, 100), new FakeEvaluator()));
    }

    /// What follows `where` in the line of the scan.
    private String filter(String condition) {
        String plan = plan("select i from types where " + condition);
        int start = plan.indexOf(" where ");
        return start < 0 ? "" : plan.substring(start + 7, plan.lastIndexOf(" ("));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "i = 5 | i = 5",
                "5 < i | i > 5",
                "l = 5 | l = 5",
                "s = 5 | s = 5",
                "n < 5 | n < 5.00",
                "n = 1.5 | n = 1.50",
                "n < 1.234 | CAST(n AS DECIMAL(13, 3)) < 1.234",
                "d > 1 | d > 1.0",
                "i < 3000000000 | CAST(i AS BIGINT) < 3000000000",
                "i = 2.0 | i = 2",
                "n = '1.5' | n = 1.50",
                "i = '7' | i = 7",
                "day >= '2025-02-01' | day >= DATE '2025-02-01'",
                "day between '2025-01-01' and '2025-01-31' | day >= DATE '2025-01-01' AND day <= DATE '2025-01-31'",
                "day in ('2025-01-01', '2025-02-01') | day IN (DATE '2025-01-01', DATE '2025-02-01')",
                "day < date '2025-01-01' + interval '1' month | day < DATE '2025-02-01'",
                "ts >= date '2025-01-01' | ts >= TIMESTAMP '2025-01-01 00:00:00'",
                "c = 'a  ' | c = 'a'",
                "v = 'a  ' | v = 'a  '",
                "v = 'bé日本' | v = 'bé日本'",
                "i = 1 or i = 2 or i = 2 | i IN (1, 2)",
                "i in (1, 2) and not (l in (3, 4)) | i IN (1, 2) AND l NOT IN (3, 4)",
                "not (i < 3 or v is null) | i >= 3 AND v IS NOT NULL",
                "1 = 1 and b | b",
                "i = l | CAST(i AS BIGINT) = l",
                "v like 'a\\_%' escape '\\' | v LIKE 'a\\_%' ESCAPE '\\'",
                "v not like '%x' | NOT (v LIKE '%x')",
                "b is true | CASE WHEN b THEN TRUE ELSE FALSE END",
                "i = ? | i = ?1",
                "day = 'no date' | day = CAST('no date' AS DATE)"
            })
    void conditionsReachTheScanInTheTypeOfTheColumn(String condition, String expected) {
        assertThat(filter(condition).replace(" (1 rows)", "")).startsWith(expected);
    }

    @Test
    void overflowIsLeftForTheRowsToMeet() {
        assertThat(plan("select 2147483647 + 1 from types")).contains("2147483647 + 1");
        assertThat(plan("select 20 + 1 from types")).contains("21");
    }

    @Test
    void branchesOfCaseAreNotPadded() {
        assertThat(plan("select case when b then 'a' else 'abc' end from types"))
                .contains("CASE WHEN b THEN 'a' ELSE 'abc' END");
    }

    @Test
    void onlyColumnsThatAreNeededAreRead() {
        assertThat(plan("select x.v from (select * from types where i > 3) x where x.l = 5"))
                .contains("Scan #0 types: v where i > 3 AND l = 5");
        assertThat(plan("select count(*) from types")).contains("Scan #0 types:  (1000 rows)");
    }

    @Test
    void sortsWithALimitAreTopN() {
        assertThat(plan("select i from types order by l desc limit 3 offset 1"))
                .contains("TopN #1 l DESC, limit 3, offset 1");
        assertThat(plan("select v from types order by v nulls first")).contains("Sort #1 v NULLS FIRST");
        assertThat(plan("select i from types limit 0")).contains("Limit #1 limit 0");
    }

    @Test
    void aggregatesAreMadeOfThoseTheWorkersKnow() {
        assertThat(plan("select avg(n), sum(n), count(n), count(i) filter (where b) from types"))
                .contains("all: SUM(n), COUNT(*), COUNT(CASE WHEN b THEN 1 ELSE NULL END)");
        assertThat(plan("select distinct i, l from types")).contains("Aggregate #1 by i, l");
        assertThat(plan("select count(distinct v) from types")).contains("COUNT(DISTINCT v)");
        assertThat(plan("select i from types group by i having count(*) > 2")).contains("Filter #2 COUNT(*) > 2");
    }

    @Test
    void joinsCastTheNarrowerKey() {
        assertThat(plan("select 1 from sales s join types t on s.product_id = t.l"))
                .contains("INNER CAST(product_id AS BIGINT) = l");
        assertThat(plan("select 1 from sales s join types t on s.product_id = t.i and s.amount > t.n"))
                .contains("INNER product_id = i and amount > n");
    }

    @Test
    void rightJoinsAreFlipped() {
        assertThat(plan("select s.amount, p.name from sales s right join product p on s.product_id = p.product_id"))
                .containsSubsequence(
                        "BUILD_OUTER product_id = product_id", "sales: product_id", "product: product_id, name");
        assertThat(plan("select s.amount, p.name from product p right join sales s on s.product_id = p.product_id"))
                .containsSubsequence("LEFT product_id = product_id", "sales: product_id", "product: product_id, name");
    }

    @Test
    void filtersThatRejectNullsMakeOuterJoinsInner() {
        assertThat(plan("select p.name from sales s left join product p on s.product_id = p.product_id"
                        + " where p.price > 5"))
                .contains("INNER product_id = product_id");
    }

    @Test
    void membershipIsASemiOrAntiJoin() {
        assertThat(plan("select i from types where i in (select product_id from product where price > 3)"))
                .contains("Join #2 SEMI i = product_id", "filter from #2 on i");
        assertThat(plan("select i from types where not exists (select 1 from product where product_id = i)"))
                .contains("BUILD_ANTI product_id = i");
        assertThat(plan("select i from types where i not in (select product_id from product)"))
                .contains("BUILD_ANTI product_id = i");
        assertThat(plan("select v from types where v not in (select reason from returns)"))
                .contains("NULL_AWARE_ANTI v = reason");
    }

    @Test
    void rowsOfValuesTakeTheTypesOfTheTable() {
        assertThat(plan("insert into types (n, i, v, day) values (1, -2, 'a', '2025-01-01'), (2.345, 3, null, null)"))
                .contains(
                        "(NULL, NULL, -2, NULL, NULL, 1.00, NULL, NULL, 'a', DATE '2025-01-01', NULL)",
                        "(NULL, NULL, 3, NULL, NULL, ");
    }

    @Test
    void rowsOfValuesMayMixDatesTimestampsAndText() {
        assertThat(plan("insert into types (day, ts, v) values (timestamp '2025-01-01 05:00:00', date '2025-01-01', 1),"
                        + " ('2025-02-02', '2025-02-02 01:02:03', 'x'), (null, null, null)"))
                .contains("TIMESTAMP '2025-01-01 00:00:00'", "DATE '2025-02-02'");
    }

    @Test
    void warmingUpPlansWhatQueriesAreLike() {
        planner.warmUp(planned -> {});
        assertThat(plan("select 1")).contains("Values");
    }

    @Test
    void aLongListIsOneTest() {
        StringBuilder sql = new StringBuilder("select count(*) from types where i in (0");
        for (int i = 1; i < 10_000; i++) {
            sql.append(", ").append(i);
        }
        assertThat(plan(sql.append(')').toString())).contains("i IN (0, 1, 2, 3, 4, 5, 6, 7, ... 9992 more)");
    }

    @Test
    void copyFillsWhatTheFileLacks() {
        assertThat(plan("copy product (name, product_id) from 'x.csv'"))
                .containsSubsequence(
                        "Write #2 product",
                        "Project #1 product_id, name, NULL, NULL",
                        "FileScan #0 CSV for product: name, product_id");
    }
}
