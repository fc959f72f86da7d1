package io.colonnade.benchmarks.waiting;

import java.util.List;

/// What goes on beside the short queries: statements that run again and again until they are cancelled, each on a
/// connection of its own.
record LongWork(String name, List<String> statements) {
    private static final String FAN_OUT = "SELECT sum(a.v + b.v) FROM big a JOIN big b ON a.g = b.g";
    private static final String SORT = "SELECT u, id, s FROM big ORDER BY u, id";
    private static final String JOIN_BUILD = "SELECT count(*) FROM big a JOIN big b ON a.u = b.u WHERE a.v + b.v > -1";
    private static final String GROUPS = "SELECT count(*), max(c) FROM (SELECT u, count(*) AS c FROM big GROUP BY u) x";

    static final List<LongWork> ALL = List.of(
            new LongWork("nothing", List.of()),
            new LongWork("a join with a huge fan-out", List.of(FAN_OUT)),
            new LongWork("two of them", List.of(FAN_OUT, FAN_OUT + " WHERE a.v >= 0")),
            new LongWork("three different ones", List.of(FAN_OUT, SORT, GROUPS)),
            new LongWork("a cross join", List.of("SELECT count(*) FROM big a, big b WHERE a.v + b.v > 1")),
            new LongWork("a sort of all rows", List.of(SORT)),
            new LongWork("a join of all with all by key", List.of(JOIN_BUILD)),
            new LongWork("a group for each row", List.of(GROUPS)),
            new LongWork("distinct counts", List.of("SELECT g, count(DISTINCT u) FROM big GROUP BY g")),
            new LongWork(
                    "a scan with LIKE", List.of("SELECT count(*) FROM big WHERE s LIKE '%9%9%' OR s LIKE '%a_b%c%'")),
            new LongWork(
                    "a load",
                    List.of("CREATE TABLE copied ORDER BY (u) DISTRIBUTE BY HASH(id) AS SELECT * FROM big;"
                            + "DROP TABLE copied")));

    /// The statement for an engine that lays tables out by itself: rows are sorted by the query that makes them.
    static String withoutLayout(String sql) {
        return sql.replaceAll("ORDER BY \\((\\w+)\\) DISTRIBUTE BY HASH\\(\\w+\\) AS ([^;]*)", "AS $2 ORDER BY $1")
                .replaceAll(" DISTRIBUTE BY HASH\\(\\w+\\)| REPLICATED", "");
    }
}
