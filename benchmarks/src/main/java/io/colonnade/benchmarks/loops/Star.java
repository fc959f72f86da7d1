package io.colonnade.benchmarks.loops;

import java.sql.Connection;
import java.sql.SQLException;

/// All that the four queries read: the fact's columns, and those of the dimensions by key.
record Star(
        Fact fact,
        Dimension customerRegions,
        Dimension customerNations,
        Dimension supplierRegions,
        Dimension supplierNations,
        Dimension manufacturers,
        Dimension categories,
        Dimension brands,
        Dimension years) {

    static Star read(Connection connection) throws SQLException {
        return new Star(
                Fact.read(connection),
                Dimension.read(connection, "customer", "c_custkey", 0, "c_region"),
                Dimension.read(connection, "customer", "c_custkey", 0, "c_nation"),
                Dimension.read(connection, "supplier", "s_suppkey", 0, "s_region"),
                Dimension.read(connection, "supplier", "s_suppkey", 0, "s_nation"),
                Dimension.read(connection, "part", "p_partkey", 0, "p_mfgr"),
                Dimension.read(connection, "part", "p_partkey", 0, "p_category"),
                Dimension.read(connection, "part", "p_partkey", 0, "p_brand1"),
                Dimension.read(connection, "dates", "d_datekey", Fact.FIRST_DAY, "d_year"));
    }
}
