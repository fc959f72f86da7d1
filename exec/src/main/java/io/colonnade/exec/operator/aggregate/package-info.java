/// Grouping: pages come in, each row is given the number of its group, and one accumulator per aggregate adds the row
/// to its group; pages of one row per group go out. Read
/// {@link io.colonnade.exec.operator.aggregate.AggregateSink}, then
/// {@link io.colonnade.exec.operator.aggregate.GroupTable}.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.aggregate;
