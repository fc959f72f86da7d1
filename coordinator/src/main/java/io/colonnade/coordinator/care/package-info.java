/// Statements for whoever looks after a database: they run no plan, and answer a few rows.
///
/// In: the directory that a statement names, a snapshot that is held. Out: {@link
/// io.colonnade.coordinator.care.CareRows}. Read {@link io.colonnade.coordinator.care.Backup} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.care;
