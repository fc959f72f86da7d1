/// From the plan of a task to its pipelines. A {@link io.colonnade.core.fragment.PlanFragment} comes in, a running
/// {@link io.colonnade.exec.task.TaskExecution} goes out. Read {@link io.colonnade.exec.local.LocalPlanner} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.local;
