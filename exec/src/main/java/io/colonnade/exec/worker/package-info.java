/// A node at work: takes tasks as bytes, runs them on the pool of the process, and tells how they ended.
///
/// In: {@link io.colonnade.exec.worker.ControlMessage}s or direct calls, each with the bytes of a task. Out: a
/// {@link io.colonnade.core.fragment.TaskReport} or the error of each task. Read {@link
/// io.colonnade.exec.worker.Worker}
/// first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.worker;
