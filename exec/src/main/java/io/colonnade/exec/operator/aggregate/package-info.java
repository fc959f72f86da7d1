/// Grouping as part of a task: pages come in from several drivers, groups go out as rows; groups that memory has no
/// room
/// for are set aside on disk and merged part by part. Read {@link io.colonnade.exec.operator.aggregate.AggregateSink},
/// then {@link io.colonnade.exec.operator.aggregate.PartitionMerge}.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.aggregate;
