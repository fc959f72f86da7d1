/// How long short queries wait beside long ones. In: the cases of
/// {@link io.colonnade.benchmarks.waiting.LongWork}. Out: a table of latencies with the bar. Read
/// {@link io.colonnade.benchmarks.waiting.WaitingCommand} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.waiting;
