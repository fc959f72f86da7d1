package io.colonnade.benchmarks.memory;

import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import java.util.ArrayList;
import java.util.List;

/// The queries of the star schema benchmark, and further ones over its tables whose groups, join partners or sorted
/// rows are many.
public final class HeavyQueries {
    private static final List<SampleQuery> HEAVY = List.of(
            query("groups of orders", """
                    select lo_orderkey, count(*), sum(lo_revenue) from lineorder
                    group by lo_orderkey order by 3 desc, 1 limit 100
                    """),
            query("groups of two keys", """
                    select lo_custkey, lo_partkey, sum(lo_quantity), avg(lo_discount) from lineorder
                    group by lo_custkey, lo_partkey order by 3 desc, 1, 2 limit 100
                    """),
            query("groups of strings", """
                    select c_name, c_address, min(lo_shipmode), max(lo_orderpriority), count(*)
                    from lineorder join customer on lo_custkey = c_custkey
                    group by c_name, c_address order by 5 desc, 1 limit 50
                    """),
            query("groups of long keys", """
                    select lo_orderkey, lo_linenumber, lo_shipmode, max(lo_orderpriority) from lineorder
                    group by lo_orderkey, lo_linenumber, lo_shipmode order by 1 desc, 2, 3 limit 20
                    """),
            query("distinct by supplier", """
                    select lo_suppkey, count(distinct lo_orderkey), count(*) from lineorder
                    group by lo_suppkey order by 2 desc, 1 limit 50
                    """),
            query("distinct of all", """
                    select count(distinct lo_orderkey), count(distinct lo_partkey), sum(distinct lo_revenue)
                    from lineorder
                    """),
            query("distinct rows", """
                    select count(*), sum(lo_quantity) from
                    (select distinct lo_custkey, lo_partkey, lo_quantity from lineorder) as t
                    """),
            query("join of orders", """
                    select count(*), sum(a.lo_revenue - b.lo_supplycost) from lineorder a join lineorder b
                    on a.lo_orderkey = b.lo_orderkey and a.lo_linenumber = b.lo_linenumber
                    """),
            query("join of two joins", """
                    select count(*), sum(a.lo_revenue), max(c.lo_shipmode) from lineorder a
                    join (select * from lineorder where lo_linenumber = 1) b on a.lo_orderkey = b.lo_orderkey
                    join (select * from lineorder where lo_linenumber = 2) c on a.lo_orderkey = c.lo_orderkey
                    """),
            query("left join", """
                    select count(*), count(b.lo_orderkey), sum(b.lo_revenue) from lineorder a
                    left join (select * from lineorder where lo_quantity > 40) b
                    on a.lo_orderkey = b.lo_orderkey and a.lo_linenumber = b.lo_linenumber + 1
                    """),
            query("semi join", """
                    select count(*), sum(lo_revenue) from lineorder where lo_orderkey in
                    (select lo_orderkey from lineorder where lo_quantity > 45)
                    """),
            query("anti join", """
                    select count(*), sum(lo_revenue) from lineorder a where not exists
                    (select 1 from lineorder b where b.lo_orderkey = a.lo_orderkey and b.lo_quantity > 45)
                    """),
            query("sort of all", """
                    select lo_orderkey, lo_linenumber, lo_revenue, lo_shipmode from lineorder
                    order by lo_revenue desc, lo_orderkey, lo_linenumber limit 5 offset 2000000
                    """),
            query("sort by strings", """
                    select lo_orderpriority, lo_shipmode, lo_orderkey, lo_linenumber from lineorder
                    order by lo_shipmode, lo_orderpriority desc, lo_orderkey, lo_linenumber
                    limit 5 offset 3000000
                    """));

    private HeavyQueries() {}

    private static SampleQuery query(String name, String sql) {
        return new SampleQuery(name, name, sql);
    }

    /// All of them.
    public static List<SampleQuery> all() {
        List<SampleQuery> all = new ArrayList<>(SampleSchema.SSB.queries());
        all.addAll(HEAVY);
        return all;
    }
}
