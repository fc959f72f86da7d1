/// What a running statement has at hand: the engine, its plan, its tasks, how it is cancelled and what it counts.
///
/// In: plans and parameters. Out: tasks that run ({@link io.colonnade.coordinator.statement.StatementTasks}),
/// and rows and changes of {@link io.colonnade.coordinator.statement.InternalQuery}. Read {@link
/// io.colonnade.coordinator.statement.Engine} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.statement;
