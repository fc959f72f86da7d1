/// Statements for whoever looks after a database: they run no plan, and answer a few rows.
///
/// ```text
/// BACKUP, RESTORE    the directory that a statement names, a snapshot that is held --> CareRows
/// VERIFY             a table of a snapshot that is held --> Finding, as work of the pool on each node
/// ```
///
/// Read {@link io.colonnade.coordinator.care.Backup} or {@link io.colonnade.coordinator.care.Verification} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.care;
