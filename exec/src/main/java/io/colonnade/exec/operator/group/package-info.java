/// Numbers for groups: each row of a page is given the number of the group that its keys make. Read
/// {@link io.colonnade.exec.operator.group.GroupTable}.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.group;
