/// What is counted of the values of segments, and how it is merged for tables. Read
/// {@link io.colonnade.storage.statistics.DistinctSketch} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.statistics;
