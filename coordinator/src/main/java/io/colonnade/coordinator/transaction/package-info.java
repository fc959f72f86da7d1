/// Transactions: what statements did that nobody else sees yet, and its one commit.
///
/// In: what each statement changed ({@link io.colonnade.coordinator.transaction.StatementChanges}). Out: the
/// snapshots that statements work on, and a command of the metadata log. Read
/// {@link io.colonnade.coordinator.transaction.Transaction} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.transaction;
