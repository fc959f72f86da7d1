/// Statements that change rows, and those that carry rows from and to files.
///
/// In: planned statements. Out: what they changed, staged in their transaction, and the number of rows. Read
/// {@link io.colonnade.coordinator.write.WriteExecution} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.write;
