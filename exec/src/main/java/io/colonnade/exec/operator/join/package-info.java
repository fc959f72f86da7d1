/// Joins: the rows of a build side come in first and become an index over their keys, then probe pages come in and
/// joined pages go out. Read {@link io.colonnade.exec.operator.join.JoinBuild}, then
/// {@link io.colonnade.exec.operator.join.JoinProbe}.
///
/// ```text
/// there is room    JoinBuild -> JoinTable        JoinProbe -> JoinMatcher -> pages
/// there is none    JoinBuild -> SpilledJoin      JoinProbe = SpillingProbe -> SpilledJoin
///                                                then SpilledJoinSource -> SpilledPartition -> JoinMatcher -> pages
/// ```
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.join;
