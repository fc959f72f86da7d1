/// Rows that a query keeps on a node between its rounds: pages come in at the end of one task and are read by
/// tasks that start later. Read {@link io.colonnade.exec.kept.KeptRows} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.kept;
