/// Processes that write to a database and are killed, again and again, and what must be true when it is opened next.
///
/// In: a seed and a number of kills. Out: how many acknowledged changes were checked, or what was lost. Read
/// {@link io.colonnade.benchmarks.torture.TortureCommand}, then {@link io.colonnade.benchmarks.torture.Ledger}.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.torture;
