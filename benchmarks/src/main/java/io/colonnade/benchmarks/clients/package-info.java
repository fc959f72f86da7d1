/// Many clients at once. In: a schema, a scale and how many. Out: queries per second and how long one takes. Read
/// {@link io.colonnade.benchmarks.clients.ClientsRun} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.clients;
