/// How tasks run: pushed pipelines over a fixed pool of threads on which nothing waits. Sources, operators and sinks
/// come in, as {@link io.colonnade.exec.task.Pipeline}s; a {@link io.colonnade.core.fragment.TaskReport} or one
/// EngineException goes out. Read {@link io.colonnade.exec.task.TaskExecution} first, then
/// {@link io.colonnade.exec.task.Source}, {@link io.colonnade.exec.task.Operator} and
/// {@link io.colonnade.exec.task.Sink}.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.task;
