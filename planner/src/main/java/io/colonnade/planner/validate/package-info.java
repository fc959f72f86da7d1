/// A parsed query is checked against a catalog: names, types, grouping. What comes out is Calcite's syntax tree with
/// types, then its relational algebra. Read {@link io.colonnade.planner.validate.QueryValidator} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.validate;
