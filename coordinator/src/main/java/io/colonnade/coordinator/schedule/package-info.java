/// From fragments to running tasks: which node runs what, on which segments and files; and the life of a query from
/// its first task to the moment when no node holds anything of it.
///
/// In: a planned statement and a snapshot. Out: the reports of all tasks, or the first failure. Read
/// {@link io.colonnade.coordinator.schedule.TaskScheduler}, then
/// {@link io.colonnade.coordinator.schedule.RunningQuery}.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.schedule;
