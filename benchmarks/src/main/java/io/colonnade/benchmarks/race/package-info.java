/// Two engines side by side, each in a process of its own, on the same rows in the same order. In: a schema,
/// a scale and how to run. Out: findings and a table. Read {@link io.colonnade.benchmarks.race.Race} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.race;
