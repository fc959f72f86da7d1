/// Tables whose rows the engine makes: those of `information_schema`, and those of the schema `system`.
///
/// In: the snapshot of a statement and what runs now. Out: rows of values, when the statement begins. Read {@link
/// io.colonnade.coordinator.system.SystemTables} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.system;
