/// What the planner takes and gives: parsed statements, settings, planned statements. Read
/// {@link io.colonnade.planner.statement.Statement}, then {@link io.colonnade.planner.statement.PlannedStatement}.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.statement;
