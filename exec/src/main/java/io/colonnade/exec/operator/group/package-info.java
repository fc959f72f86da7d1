/// Groups in memory: each row of a page is given the number of its group, and one accumulator per aggregate adds the
/// row
/// to its group; out come pages of one row per group, either of results or of states that can be added again. Read
/// {@link io.colonnade.exec.operator.group.Groups}, then {@link io.colonnade.exec.operator.group.GroupTable}.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.group;
