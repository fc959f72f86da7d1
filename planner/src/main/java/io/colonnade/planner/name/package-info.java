/// What names mean: those of tables ({@link io.colonnade.planner.name.Names}), and in a query those of FROM, of the
/// columns that USING merges and of the queries around it.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.name;
